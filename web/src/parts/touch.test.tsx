import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { Line, OneOf, SomeOf } from './touch';

function Form() {
  const [sex, setSex] = useState<'f' | 'm'>();
  const [signs, setSigns] = useState<('cough' | 'rash')[]>([]);
  const [text, setText] = useState('');
  return (
    <>
      <OneOf
        label="sex"
        options={[
          { value: 'f', label: 'female' },
          { value: 'm', label: 'male' },
        ]}
        value={sex}
        choose={setSex}
      />
      <SomeOf
        label="signs"
        options={[
          { value: 'cough', label: 'cough' },
          { value: 'rash', label: 'rash' },
        ]}
        values={signs}
        choose={setSigns}
      />
      <Line
        label="name"
        value={text}
        change={setText}
        tidy={(typed) => typed.trim()}
        fault={text.length > 9 ? 'too long' : undefined}
      />
      <output>{JSON.stringify({ sex, signs, length: text.length })}</output>
    </>
  );
}
const held = () =>
  JSON.parse(screen.getByRole('status', { hidden: true }).textContent ?? '') as Record<string, unknown>;

describe('building blocks for one thumb', () => {
  it('choose one, another one, and none again', async () => {
    render(<Form />);
    await userEvent.click(screen.getByRole('radio', { name: 'female' }));
    expect(held()['sex']).toBe('f');
    await userEvent.click(screen.getByRole('radio', { name: 'male' }));
    expect(held()['sex']).toBe('m');
    await userEvent.click(screen.getByRole('radio', { name: 'male' }));
    expect(held()['sex']).toBeUndefined();
  });

  it('choose several, each once', async () => {
    render(<Form />);
    await userEvent.click(screen.getByRole('checkbox', { name: 'rash' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'cough' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'rash' }));
    expect(held()['signs']).toEqual(['cough']);
  });

  it('take a paste as it is, tidy it when it is left, and stop at what nobody means', async () => {
    render(<Form />);
    const field = screen.getByRole('textbox', { name: 'name' });
    await userEvent.click(field);
    await userEvent.paste('  Li Hua ');
    expect(held()['length']).toBe(9);
    await userEvent.tab();
    expect(held()['length']).toBe(6);
    await userEvent.click(field);
    await userEvent.paste('x'.repeat(100_000));
    expect(held()['length']).toBe(20_000);
    expect(screen.getByRole('alert').textContent).toBe('too long');
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });
});
