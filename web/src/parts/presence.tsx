// Who else has the page of a record open. The page says so every half minute while it is looked at, and hears who else
// does; nobody waits for it, and where it fails nothing is shown. Where it is refused it is not said again: each refusal
// would stand in the audit.
import { TeamOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useAddress } from '@/address';
import { call, send, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Unit } from './names';
import styles from './parts.module.css';
import { Said } from './said';

const PATH = '/api/v1/presence';
/** How often a page says that it is open, in milliseconds; the server forgets it after a hundred seconds. */
export const BEAT = 30_000;

/** Kinds of record that have a page which says so. */
export type OpenKind = 'case' | 'contact' | 'person' | 'order' | 'obligation';

/** A line under the head of a page: who else has it open. In the past nobody meets anybody. */
export function AlsoOpen({ kind, id }: { kind: OpenKind; id: string }) {
  const { t } = useT();
  const { asOf } = useAddress();
  const here = !asOf && id !== '';
  const { data } = useQuery<Schema<'Present'>[], ApiError>({
    queryKey: ['presence', kind, id],
    enabled: ({ state }) => here && !isRefused(state.error),
    // Not while the tab lies behind others: who looks at something else is not here.
    refetchInterval: BEAT,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
    staleTime: 0,
    gcTime: 0,
    retry: false,
    meta: { still: true },
    queryFn: async ({ signal }) => {
      const { data: told } = await call('post', PATH, { body: { subject: { kind, id } }, signal });
      return (told as { items: Schema<'Present'>[] }).items;
    },
  });
  const queries = useQueryClient();
  useEffect(() => {
    if (!here) return undefined;
    const leave = () => {
      const state = queries.getQueryState<unknown, ApiError>(['presence', kind, id]);
      if (!isRefused(state?.error ?? null)) void say({ subject: { kind, id }, open: false });
    };
    // A tab that is closed runs no clean-up.
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [here, kind, id, queries]);

  return (
    <div className={styles['alsoOpen']} role="status">
      {here && data && data.length > 0 && (
        <>
          <TeamOutlined aria-hidden /> {t('ui-also-open')}
          <ul>
            {data.map((one) => (
              <li key={one.user}>
                <Said text={one.display_name} />
                {one.unit && (
                  <>
                    {' '}
                    (<Unit id={one.unit} />)
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const isRefused = (error: ApiError | null) => error !== null && !error.passing;

/** Says it even while the tab goes; unheard, the server forgets the page by itself. */
async function say(body: Schema<'OpenPage'>): Promise<void> {
  try {
    await send(
      new Request(new URL(PATH, window.location.origin), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        keepalive: true,
      }),
    );
  } catch {
    // As above.
  }
}
