// Who is logged in, and what he may do: for pages and shell.
import { useCallback, useSyncExternalStore } from 'react';
import type { Action, Role } from '@/generated/actions';
import { currentSession, subscribeSession, type Me, type Session } from './store';

export type { Action, Me, Role, Session };

export function useSession(): Session {
  return useSyncExternalStore(subscribeSession, currentSession);
}

/** Whoever is logged in; pages are only shown to such a one. */
export function useMe(): Me {
  const session = useSession();
  if (session.state !== 'in') throw new Error('useMe without a session');
  return session.me;
}

/** Whether somebody may do something anywhere. */
export function mayDo(me: Me, action: Action): boolean {
  const allowed = me.actions.find((entry) => entry.action === action);
  return allowed !== undefined && (allowed.areas.length > 0 || (allowed.limited?.length ?? 0) > 0);
}

/** A hint for what to offer; the server decides. */
export function useMay(): (action: Action) => boolean {
  const session = useSession();
  return useCallback((action) => session.state === 'in' && mayDo(session.me, action), [session]);
}
