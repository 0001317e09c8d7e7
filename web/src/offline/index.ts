// Work without a network: facts that wait, sealed; what may be known for a day; whether there is a line.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { offline, type Snapshot } from './run';

export { OUTBOX } from './places';
export { HERE, offline, type Snapshot } from './run';
export type { Moment } from './clock';
export type { Kept } from './keeps';
export type { Content, Entry, Outcome, QueuedCommand, Recorded } from './queue';

/** What waits and how it stands. */
export function useOffline(): Snapshot {
  return useSyncExternalStore(offline.subscribe, offline.snapshot);
}

/** The time of the business, also without a network; it moves every ten seconds. */
export function useBusinessNow(): number {
  const [now, setNow] = useState(() => offline.now());
  useEffect(() => {
    const tick = () => setNow(Math.floor(offline.now() / 1_000) * 1_000);
    const timer = setInterval(tick, 10_000);
    const end = offline.subscribe(tick);
    return () => {
      clearInterval(timer);
      end();
    };
  }, []);
  return now;
}
