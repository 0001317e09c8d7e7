import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Me } from '@/session/store';
import { enter, out } from '@/session/store';
import { LiveEvents } from '.';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  out();
});

it('asks again for what was known before it listened: at once when it is old, else when the page stands', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  // A stream that never begins.
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  enter({ user: 'u', display_name: 'U', grants: [] } as unknown as Me, { token: 't', expiresAt: null });
  const queries = new QueryClient();
  queries.setQueryData(['read', 'old'], 1, { updatedAt: Date.now() - 60_000 });
  queries.setQueryData(['read', 'ahead'], 1);
  const slow = vi.fn(() => new Promise<number>(() => undefined));
  void queries.prefetchQuery({ queryKey: ['read', 'on its way'], queryFn: slow });
  const stale = (name: string) => queries.getQueryState(['read', name])?.isInvalidated;
  render(
    <QueryClientProvider client={queries}>
      <LiveEvents>
        <p />
      </LiveEvents>
    </QueryClientProvider>,
  );
  expect([stale('old'), stale('ahead')]).toEqual([true, false]);
  vi.advanceTimersByTime(1_000);
  queries.setQueryData(['read', 'since'], 1);
  vi.advanceTimersByTime(2_000);
  expect([stale('ahead'), stale('on its way'), stale('since')]).toEqual([true, true, false]);
});
