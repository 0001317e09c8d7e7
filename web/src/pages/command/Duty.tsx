// Who is on call now; posts that nobody watches come first.
import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Go, useAddress } from '@/address';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { dayIn, instantText, Said, useNow, useZone } from '@/parts';
import styles from './command.module.css';
import { Panel } from './Panel';

/** Turns that a wall has room for. */
const ON_A_WALL = 6;

export function Duty({ roster }: { roster: Schema<'SituationRoster'> }) {
  const { t, text, language } = useT();
  const { wall } = useAddress();
  const zone = useZone();
  const turns = wall ? roster.turns.slice(0, ON_A_WALL) : roster.turns;
  const now = useNow();
  const today = dayIn(now, zone);
  // Of today the time alone.
  const clock = (at: string) => {
    const whole = instantText(at, 'minute', language, zone);
    return dayIn(at, zone) === today ? whole.slice(-5) : whole;
  };
  return (
    <Panel
      id="duty"
      title={t('ui-command-duty')}
      tools={!wall && <Go to="/duty">{t('ui-command-duty-roster')}</Go>}
    >
      {turns.length === 0 ? (
        <p className={styles['note']}>{t('ui-command-duty-none')}</p>
      ) : (
        <ul className={styles['turns']}>
          {turns.map((turn) => {
            const gap = turn.status === 'gap';
            return (
              <li key={turn.shift} data-tone={gap ? 'late' : undefined}>
                {gap ? <WarningOutlined aria-hidden /> : <CheckCircleOutlined aria-hidden />}
                <span className={styles['turnPost']}>
                  <Said text={text(turn.post_name)} />{' '}
                  <span className={styles['note']}>
                    <Said text={text(turn.unit_name)} />
                  </span>
                </span>
                <strong>
                  {gap ? (
                    t('ui-command-duty-nobody')
                  ) : turn.holder_name ? (
                    <Said text={turn.holder_name} />
                  ) : (
                    t('ui-command-duty-unnamed')
                  )}
                </strong>
                <span className={styles['note']}>{t('ui-command-until', { time: clock(turn.ends_at) })}</span>
              </li>
            );
          })}
        </ul>
      )}
      {(roster.more || turns.length < roster.turns.length) && (
        <p className={styles['note']}>
          {t('ui-command-duty-more', { count: roster.on_shift.count + roster.gaps.count - turns.length })}
        </p>
      )}
    </Panel>
  );
}
