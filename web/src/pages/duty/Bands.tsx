// Bands of turns. On a desk days stand side by side; on a phone each post is a list. For a screen reader it is a list
// everywhere.
import { useT } from '@/i18n';
import { dayIn, dayStart, instantText, Unit, useZone } from '@/parts';
import type { Band, Placed, Turn } from './bands';
import styles from './duty.module.css';
import { Holder, PostName, type Post } from './people';

interface BandsProps {
  bands: readonly Band[];
  posts: ReadonlyMap<string, Post> | undefined;
  days: readonly string[];
  span: { starts: string; ends: string };
  now: number;
  /** What a gap is clicked for. */
  fill: ((gap: Turn) => void) | undefined;
}

export function Bands({ bands, posts, days, span, now, fill }: BandsProps) {
  const { language } = useT();
  const zone = useZone();
  const from = Date.parse(span.starts);
  const until = Date.parse(span.ends);
  const at = ((now - from) / (until - from)) * 100;
  return (
    <div className={styles['roster']}>
      <div className={styles['days']} aria-hidden>
        <span />
        <div className={styles['dayNames']}>
          {days.map((day) => {
            const date = new Date(`${day}T00:00:00Z`);
            return (
              <span key={day}>
                {new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(date)}{' '}
                {new Intl.DateTimeFormat(language, {
                  month: 'numeric',
                  day: 'numeric',
                  timeZone: 'UTC',
                }).format(date)}
              </span>
            );
          })}
        </div>
      </div>
      <ul className={styles['bands']}>
        {bands.map((band) => (
          <li key={band.post} className={styles['band']}>
            <div className={styles['bandName']}>
              <strong>
                <PostName of={band.post} posts={posts} />
              </strong>
              <span className={styles['quiet']}>
                <Unit id={band.unit} />
              </span>
            </div>
            <ol className={styles['track']}>
              {days.slice(1).map((day) => (
                <span
                  key={day}
                  aria-hidden
                  className={styles['midnight']}
                  style={{ left: `${((Date.parse(dayStart(day, zone)) - from) / (until - from)) * 100}%` }}
                />
              ))}
              {at >= 0 && at <= 100 && (
                <span aria-hidden className={styles['nowLine']} style={{ left: `${at}%` }} />
              )}
              {band.watches.map((placed) => (
                <span
                  key={placed.turn.id}
                  aria-hidden
                  className={styles['watch']}
                  style={{ left: `${placed.left}%`, width: `${placed.width}%` }}
                />
              ))}
              {[...band.shifts, ...band.gaps]
                .sort((a, b) => a.left - b.left)
                .map((placed) => (
                  <Block key={placed.turn.id} placed={placed} fill={fill} />
                ))}
            </ol>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** From and to; the day of the end only where it is another one. */
function useTimes(): (turn: Turn) => string {
  const { language } = useT();
  const zone = useZone();
  return (turn) => {
    const start = instantText(turn.starts_at, 'minute', language, zone);
    const end = instantText(turn.ends_at, 'minute', language, zone);
    return `${start} – ${dayIn(turn.starts_at, zone) === dayIn(turn.ends_at, zone) ? end.slice(-5) : end}`;
  };
}

function Block({ placed, fill }: { placed: Placed; fill: BandsProps['fill'] }) {
  const { t } = useT();
  const times = useTimes()(placed.turn);
  const { turn, left, width, cut } = placed;
  const gap = turn.status === 'gap';
  const content = (
    <>
      <span className={styles['who']}>
        {gap ? t('ui-duty-nobody') : <Holder unit={turn.unit} user={turn.holder} />}
      </span>{' '}
      <span className={styles['times']}>{times}</span>
    </>
  );
  const shape = { left: `${left}%`, width: `${width}%` };
  return (
    <li
      className={styles['block']}
      data-gap={gap ? '' : undefined}
      data-before={cut.before ? '' : undefined}
      data-after={cut.after ? '' : undefined}
      style={shape}
      title={times}
    >
      {gap && fill ? (
        <button type="button" onClick={() => fill(turn)}>
          <span className={styles['unseen']}>{t('ui-duty-fill')} </span>
          {content}
        </button>
      ) : (
        content
      )}
    </li>
  );
}
