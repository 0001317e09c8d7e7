// Who is logged in. A store outside React, since requests ask it too.
import type { Schema } from '@/api/types';
import { keepToken, tellLeft, token } from './token';

export type Me = Schema<'Me'>;
export type Session =
  | { state: 'starting' }
  | { state: 'out'; why?: 'left' | 'ended' | 'unreachable' }
  /** `expired`: the page stays as it is, and a dialog asks for a new log-in, until `later` puts it off. */
  | { state: 'in'; me: Me; expired: boolean; later?: boolean; expiresAt: string | null };

let session: Session = { state: 'starting' };
const listeners = new Set<() => void>();
let waiting: { resolve: (renewed: boolean) => void }[] = [];

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export const currentSession = (): Session => session;

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Nobody is logged in. */
export function out(why?: 'left' | 'ended'): void {
  const old = token();
  keepToken(null);
  if (old && why === 'left') tellLeft(old);
  set(why ? { state: 'out', why } : { state: 'out' });
  settle(false);
}

/** The server could not be asked who it is; the token is kept for the next try. */
export function unreachable(): void {
  set({ state: 'out', why: 'unreachable' });
}

/** Somebody is: after a log-in, or with a token that was kept. */
export function enter(me: Me, given: { token: string; expiresAt: string | null }): void {
  const before = session;
  keepToken(given.token);
  if (before.state === 'in' && before.me.user !== me.user) {
    // Somebody else has sat down: nothing of the one before may stay on the page.
    settle(false);
    window.location.assign('/');
    return;
  }
  set({ state: 'in', me, expired: false, expiresAt: given.expiresAt });
  settle(true);
}

/** What the session may do has changed: a password set, a role given. */
export function refreshMe(me: Me): void {
  if (session.state === 'in') set({ ...session, me });
}

/** Whoever works on without a session, where that is possible, logs in later. */
export function logInLater(later: boolean): void {
  if (session.state === 'in' && session.expired) set({ ...session, later });
}

/**
 * The server no longer knows `used`. Resolves when somebody has logged in anew (true: ask again) or has gone (false).
 * A request that was under way while another one renewed the session is repeated at once.
 */
export function expired(used: string): Promise<boolean> {
  if (session.state !== 'in') return Promise.resolve(false);
  if (token() !== used) return Promise.resolve(true);
  if (!session.expired) set({ ...session, expired: true });
  return new Promise((resolve) => waiting.push({ resolve }));
}

function settle(renewed: boolean): void {
  const settled = waiting;
  waiting = [];
  for (const { resolve } of settled) resolve(renewed);
}
