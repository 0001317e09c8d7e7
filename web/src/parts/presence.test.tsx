import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { show } from '../../test/render';
import { AlsoOpen } from '.';
import { BEAT } from './presence';

const ID = '00000000-0000-0000-0000-00000000000c';
const PATH = '/api/v1/presence';
const LI = { user: '00000000-0000-0000-0000-000000000002', display_name: '李华' };
const page = <AlsoOpen kind="case" id={ID} />;

/** What was said, in order. */
const said = (asked: Request[]) =>
  Promise.all(
    asked
      .filter((request) => new URL(request.url).pathname === PATH)
      .map((request) => request.clone().json() as Promise<unknown>),
  );
const open = { subject: { kind: 'case', id: ID } };

describe('who else has a page open', () => {
  afterEach(() => vi.useRealTimers());

  it('is named, and the page says when it is left', async () => {
    const { asked, unmount } = await show(page, { answers: { [PATH]: { items: [LI] } } });
    await screen.findByText('李华');
    expect(screen.getByRole('status').textContent).toContain('Also open by');
    unmount();
    expect(await said(asked)).toEqual([open, { ...open, open: false }]);
  });

  it('is asked again every half minute, and goes when he goes', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let there = true;
    const { asked } = await show(page, { answers: { [PATH]: () => ({ items: there ? [LI] : [] }) } });
    await screen.findByText('李华');
    there = false;
    await act(() => vi.advanceTimersByTimeAsync(BEAT));
    expect(screen.queryByText('李华')).toBeNull();
    expect(await said(asked)).toEqual([open, open]);
  });

  it('says when the tab is closed', async () => {
    const { asked } = await show(page, { answers: { [PATH]: { items: [] } } });
    await vi.waitFor(async () => expect(await said(asked)).toEqual([open]));
    window.dispatchEvent(new Event('pagehide'));
    await vi.waitFor(async () => expect(await said(asked)).toEqual([open, { ...open, open: false }]));
  });

  it('is nobody in the past, and nothing is said of a refusal', async () => {
    const past = await show(page, {
      at: '/?as_of=2022-07-01T00:00:00Z',
      answers: { [PATH]: { items: [LI] } },
    });
    expect(await said(past.asked)).toEqual([]);
    past.unmount();
    expect(await said(past.asked)).toEqual([]);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { asked, unmount } = await show(page);
    await vi.waitFor(async () => expect(await said(asked)).toEqual([open]));
    await act(() => vi.advanceTimersByTimeAsync(2 * BEAT));
    expect(screen.getByRole('status').textContent).toBe('');
    expect(screen.queryByRole('alert')).toBeNull();
    unmount();
    expect(await said(asked)).toEqual([open]);
  });
});
