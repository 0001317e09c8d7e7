import { render, screen } from '@testing-library/react';
import { Component, type ComponentType, type ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { late } from './late';

class Caught extends Component<{ children: ReactNode }, { text?: string }> {
  override state: { text?: string } = {};
  static getDerivedStateFromError(error: Error) {
    return { text: error.message };
  }
  override render() {
    return this.state.text ?? this.props.children;
  }
}

afterEach(() => vi.restoreAllMocks());

it('stands in for a part until it is there, and gives it what it is shown with', async () => {
  let arrive: (part: { default: ComponentType<{ of: string }> }) => void = () => undefined;
  const Part = late<{ of: string }>(() => new Promise((resolve) => (arrive = resolve)), <i>soon</i>);
  render(<Part of="cases" />);
  expect(screen.getByText('soon')).toBeDefined();
  arrive({ default: ({ of }) => <b>the curve of {of}</b> });
  await screen.findByText('the curve of cases');
  expect(screen.queryByText('soon')).toBeNull();
});

it('fails where it stands when it cannot be fetched', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const Part = late<object>(() => Promise.reject(new Error('not to be had')), <i>soon</i>);
  render(
    <Caught>
      <Part />
    </Caught>,
  );
  await screen.findByText('not to be had');
});
