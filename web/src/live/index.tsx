// Live: one stream of events for all tabs of a user, what it tells, and whether it stands.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useMe } from '@/session';
import { collector, type Change } from './affects';
import { listen } from './stream';

export { listen } from './stream';
export type { Change };

interface Live {
  /** Whether changes arrive as they happen. */
  connected: boolean;
  /** Calls back with each change; returns how to stop. */
  subscribe: (listener: (change: Change) => void) => () => void;
}
const Context = createContext<Live>({ connected: false, subscribe: () => () => undefined });

/** An answer is young for so long, in milliseconds: the page that asked for it is still being drawn. */
const YOUNG = 5_000;
/** When the first page has been drawn, in milliseconds from the begin of listening. */
const DRAWN = 3_000;

type Told = { kind: 'change'; change: Change } | { kind: 'state'; connected: boolean };

/**
 * Listens while somebody is logged in. A browser opens six connections to a host, for all tabs together: with a stream
 * for each, the seventh tab would hang. So one tab, which holds a lock, listens and tells the others.
 */
export function LiveEvents({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { user } = useMe();
  const [connected, setConnected] = useState(false);
  const listeners = useRef(new Set<(change: Change) => void>());

  useEffect(() => {
    const ending = new AbortController();
    const collected = collector(queries);
    const channel =
      typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`fenghuo.events.${user}`);
    const take = (told: Told) => {
      if (told.kind === 'state') {
        setConnected(told.connected);
        return;
      }
      collected.take(told.change);
      for (const listener of listeners.current) listener(told.change);
    };
    const tell = (told: Told) => {
      take(told);
      channel?.postMessage(told);
    };
    channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => take(data));
    let later: ReturnType<typeof setTimeout> | undefined;
    const lead = () => {
      // What happened while nobody listened was not heard: what was asked before is asked again, at once when its
      // answer is old, and when the page has been drawn if it was asked for that (it may be on its way yet).
      const before = new Set(
        queries.getQueryCache().findAll({
          predicate: ({ state, meta }) =>
            (state.dataUpdatedAt > 0 || state.fetchStatus === 'fetching') && !meta?.['still'],
        }),
      );
      const limit = Date.now() - YOUNG;
      const old = new Set(
        [...before].filter(({ state }) => state.dataUpdatedAt > 0 && state.dataUpdatedAt <= limit),
      );
      void queries.invalidateQueries({ predicate: (query) => old.has(query) });
      later = setTimeout(
        () => void queries.invalidateQueries({ predicate: (query) => before.has(query) && !old.has(query) }),
        DRAWN,
      );
      return listen({
        path: '/api/v1/events',
        signal: ending.signal,
        state: (now) => tell({ kind: 'state', connected: now }),
        event: ({ event, data }) => {
          if (event !== 'stopping') tell({ kind: 'change', change: JSON.parse(data) as Change });
        },
      });
    };
    if ('locks' in navigator) {
      navigator.locks
        .request(`fenghuo.events.${user}`, { signal: ending.signal }, lead)
        .catch(() => undefined);
      // A tab that does not lead hears the state with the next change of it; until then the leader's word is taken.
      void navigator.locks.query().then(({ held }) => {
        if (held?.some((lock) => lock.name === `fenghuo.events.${user}`)) setConnected(true);
      });
    } else {
      void lead();
    }
    return () => {
      ending.abort();
      clearTimeout(later);
      collected.stop();
      channel?.close();
    };
  }, [queries, user]);

  const live = useMemo<Live>(
    () => ({
      connected,
      subscribe: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [connected],
  );
  return <Context value={live}>{children}</Context>;
}

export const useLive = (): Live => use(Context);
