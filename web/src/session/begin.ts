// How a session begins and ends: a token that was kept, a log-in, a log-out.
import { call } from '@/api/client';
import type { Schema } from '@/api/types';
import { asApiError } from '@/api/problem';
import { readPreference } from '@/preferences';
import { currentSession, enter, out, unreachable, type Me } from './store';
import { findToken, listenToTabs, token } from './token';

/** Takes up the session of this tab, or of another one, if there is one; `ahead` is called while that is asked. */
export async function begin(ahead: () => void): Promise<void> {
  listenToTabs(() => out('left'));
  if (worksWithout()) await wiped();
  await takeUp(ahead);
}

/** As `begin`, once more: the server could not be reached before. */
export async function takeUp(ahead?: () => void): Promise<void> {
  const kept = await findToken();
  if (!kept) {
    out();
    return;
  }
  try {
    const asked = call('get', '/api/v1/sessions/current', {});
    // After it: the server would keep him waiting who has to be known first.
    ahead?.();
    const { data } = await asked;
    enter(data as Schema<'Me'>, { token: kept, expiresAt: null });
  } catch (error) {
    if (!asApiError(error).passing) {
      out('ended');
      return;
    }
    const me = await withoutServer();
    if (me) enter(me, { token: kept, expiresAt: null });
    else unreachable();
  }
}

/** Whether somebody has worked here without a network. */
const worksWithout = (): boolean => readPreference('offline') !== null;

/** What was kept for a day goes when the day is over, before anything is shown. */
async function wiped(): Promise<void> {
  try {
    const { wipeOver } = await import('@/offline/wipe');
    await wipeOver();
  } catch {
    // No storage, or a part of the console that is not kept here: then nothing can be shown from it either.
  }
}

/** Whoever works here without a network, and was logged in in this tab. */
async function withoutServer(): Promise<Me | undefined> {
  if (!worksWithout()) return undefined;
  try {
    const { resume } = await import('@/offline/resume');
    return await resume();
  } catch {
    return undefined; // A part of the console that is not kept here.
  }
}

/** A log-in that was answered. */
export function entered(session: Schema<'Session'>): void {
  enter(session.me, { token: session.token, expiresAt: session.expires_at });
}

/** What has to be asked before somebody leaves: facts that were not sent yet. Resolves to whether he goes. */
type Keeper = () => Promise<boolean>;
const keepers = new Set<Keeper>();
export function beforeLeaving(keeper: Keeper): () => void {
  keepers.add(keeper);
  return () => keepers.delete(keeper);
}

/** Logs out, unless something is in the way. The session ends here even if the server cannot be told. */
export async function leave(): Promise<void> {
  if (currentSession().state !== 'in' || !token()) return;
  for (const keeper of keepers) if (!(await keeper())) return;
  try {
    await call('post', '/api/v1/sessions/current/end', {});
  } catch {
    // Offline, or ended already.
  }
  out('left');
}
