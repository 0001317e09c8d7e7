// How it stands with what was recorded, in a word at the head of every page for one hand; and that a session has ended.
import { Go } from '@/address';
import { useT } from '@/i18n';
import { Big } from '@/parts/touch';
import { useSession } from '@/session';
import { logInLater } from '@/session/store';
import styles from './offline.module.css';
import { OUTBOX, useOffline, type Snapshot } from './index';

type Told = {
  tone: 'calm' | 'done' | 'warn' | 'late';
  key: 'sending' | 'waiting' | 'asks' | 'sent' | 'online' | 'offline';
  count: number;
};

/** The one thing that is said: first what needs somebody, then what waits. */
export function told({ entries, reached, sending }: Pick<Snapshot, 'entries' | 'reached' | 'sending'>): Told {
  const count = (...states: string[]) => entries.filter((entry) => states.includes(entry.state)).length;
  const [asks, waiting] = [count('refused', 'held'), count('waiting')];
  if (asks > 0) return { tone: 'late', key: 'asks', count: asks };
  if (waiting > 0 && sending && reached) return { tone: 'calm', key: 'sending', count: waiting };
  if (waiting > 0) return { tone: 'warn', key: 'waiting', count: waiting };
  if (!reached) return { tone: 'calm', key: 'offline', count: 0 };
  if (entries.length > 0) return { tone: 'done', key: 'sent', count: 0 };
  return { tone: 'calm', key: 'online', count: 0 };
}

export function SendingChip() {
  const { t } = useT();
  const { tone, key, count } = told(useOffline());
  const text = {
    sending: t('ui-wait-sending'),
    waiting: t('ui-wait-waiting', { count }),
    asks: t('ui-wait-asks', { count }),
    sent: t('ui-wait-sent'),
    online: t('ui-wait-online'),
    offline: t('ui-wait-offline'),
  }[key];
  return (
    <span role="status">
      <Go to={OUTBOX} className={styles['chip']} data-tone={tone}>
        {text}
      </Go>
    </span>
  );
}

export function EndedBanner() {
  const { t } = useT();
  const session = useSession();
  if (session.state !== 'in' || !session.expired || !session.later) return null;
  return (
    <div className={styles['ended']} role="status">
      <span>{t('ui-wait-ended')}</span>
      <Big onClick={() => logInLater(false)}>{t('ui-wait-log-in')}</Big>
    </div>
  );
}
