// Lets in who is logged in; everybody else sees the log-in, at the address where he wanted to go.
import { lazy, Suspense, useEffect } from 'react';
import { Outlet, useMatches } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { LiveEvents } from '@/live';
import { closeNames } from '@/parts/persons';
import { forgetDrafts } from '@/parts/draft';
import { usePreference } from '@/preferences';
import type { Frame } from '@/room';
import { useSession } from '@/session';
import { logInLater } from '@/session/store';
import { Notices } from './Notices';
import { ShortcutKeys } from './shortcuts';

const LogIn = lazy(() => import('./login/LogIn'));
const LogInAgain = lazy(() => import('./login/LogInAgain'));
const Companion = lazy(() => import('@/offline/Companion'));
const FirstSteps = lazy(() => import('./login/FirstSteps'));

export function Gate() {
  const session = useSession();
  const queries = useQueryClient();
  const user = session.state === 'in' ? session.me.user : null;
  useEffect(() => {
    if (user !== null) return;
    // Nothing of who was here stays: no answer, no name, nothing typed.
    closeNames(queries);
    forgetDrafts();
    queries.clear();
  }, [user, queries]);

  // In the pages for one hand facts are recorded without a session too: they wait.
  const field = useMatches().some(
    ({ handle }) => (handle as { frame?: Frame } | undefined)?.frame === 'field',
  );
  const [here] = usePreference('offline');

  if (session.state === 'starting') return null;
  if (session.state === 'out') {
    return (
      <Suspense>
        <LogIn why={session.why} />
      </Suspense>
    );
  }
  if (session.me.due) {
    return (
      <Suspense>
        <FirstSteps me={session.me} />
      </Suspense>
    );
  }
  return (
    <LiveEvents>
      <ShortcutKeys>
        <Outlet />
        <Notices />
        {(field || here !== null) && (
          <Suspense>
            <Companion me={session.me} />
          </Suspense>
        )}
        {session.expired && !(field && session.later) && (
          <Suspense>
            <LogInAgain me={session.me} later={field ? () => logInLater(true) : undefined} />
          </Suspense>
        )}
      </ShortcutKeys>
    </LiveEvents>
  );
}
