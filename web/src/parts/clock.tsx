// The clock of the business: of a drill's speed, standing still where the past is looked at.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useAddress } from '@/address';
import { useGet } from '@/api';
import type { Schema } from '@/api';

type Status = Schema<'Status'>;

/** What runs here: version, live or drill, the clock. */
export function useStatus(): Status | undefined {
  return useGet('/api/v1/status', {}, { still: true, now: true }).data;
}

/** The moment of the business, in milliseconds, `since` milliseconds after the server said so. */
export function businessTime(status: Pick<Status, 'now' | 'clock'>, since: number): number {
  const said = Date.parse(status.now);
  if (!status.clock) return said + since;
  return status.clock.paused ? said : said + since * status.clock.speed;
}

/** Now, as the business has it, to a few seconds; the moment looked at where that is one of the past. */
export function useNow(): number {
  const { asOf } = useAddress();
  const status = useStatus();
  const tick = useTick();
  const [anchor, setAnchor] = useState<{ status: Status; at: number }>();
  useEffect(() => {
    if (status) setAnchor({ status, at: performance.now() });
  }, [status]);
  if (asOf) return Date.parse(asOf);
  if (!anchor) return status ? Date.parse(status.now) : performance.timeOrigin + tick;
  return businessTime(anchor.status, Math.max(0, tick - anchor.at));
}

/** One timer for all that shows a time. */
const TICK = 5_000;
let now = typeof performance === 'undefined' ? 0 : performance.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = performance.now();
    for (const each of listeners) each();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
function useTick(): number {
  return useSyncExternalStore(subscribe, () => now);
}
