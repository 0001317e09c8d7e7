// The roster of a week: who stands which post when, and where nobody does.
import { Alert, Button, DatePicker } from 'antd';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { Go, useAddress, useFilter } from '@/address';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import {
  addDays,
  dayIn,
  dayOf,
  dayStart,
  Empty,
  instantText,
  Loading,
  Page,
  Problem,
  Section,
  Unit,
  useNow,
  useZone,
  When,
} from '@/parts';
import { useMay, useMe } from '@/session';
import { bands, onCall, ownNext, type Turn } from './bands';
import { Bands } from './Bands';
import styles from './duty.module.css';
import { useNarrow } from './narrow';
import { Holder, PostName, usePosts, type Post } from './people';
import { RosterForm, type Wanted } from './RosterForm';

/** Days shown: a week, on a phone today and tomorrow. */
const DAYS = { wide: 7, narrow: 2 };
/** Turns read at once: a county’s week is far below. */
const MOST = 500;

export default function Roster() {
  const { t } = useT();
  const { area } = useAddress();
  const zone = useZone();
  const may = useMay();
  const now = useNow();
  const today = dayIn(now, zone);
  const [kept, keep] = useFilter('from');
  const [only, setOnly] = useFilter('post');
  const from = dayOf(kept ?? '') ?? today;
  const days = useNarrow() ? DAYS.narrow : DAYS.wide;
  const until = addDays(from, days);
  const [wanted, want] = useState<Wanted>();
  const span = { starts: dayStart(from, zone), ends: dayStart(until, zone) };
  const found = useGet('/api/v1/shifts', {
    query: { area, post: only, ends_from: span.starts, starts_until: span.ends, limit: MOST },
  });
  const posts = usePosts(area);
  const placed = useMemo(
    () => bands(found.data?.items ?? [], Date.parse(span.starts), Date.parse(span.ends)),
    [found.data, span.starts, span.ends],
  );
  const manages = may('manage_duty');
  const gaps = placed.reduce((sum, band) => sum + band.gaps.length, 0);

  return (
    <Page
      title={t('ui-duty-roster')}
      actions={
        <>
          <Button
            icon={<LeftOutlined aria-hidden />}
            aria-label={t('ui-duty-before')}
            onClick={() => keep(addDays(from, -days))}
          />
          <DatePicker
            aria-label={t('ui-duty-from')}
            value={dayjs(from)}
            allowClear={false}
            onChange={(day) => {
              const next = day?.format('YYYY-MM-DD');
              keep(next === today ? undefined : next);
            }}
          />
          <Button
            icon={<RightOutlined aria-hidden />}
            aria-label={t('ui-duty-after')}
            onClick={() => keep(addDays(from, days))}
          />
          {manages && (
            <>
              <Button onClick={() => want({ kind: 'watch' })}>{t('ui-duty-require')}</Button>
              <Button type="primary" onClick={() => want({ kind: 'shift' })}>
                {t('ui-duty-put-on')}
              </Button>
            </>
          )}
        </>
      }
    >
      <Own />
      {only && (
        <p className={styles['quiet']}>
          {t('ui-duty-only')} <PostName of={only} posts={posts} />{' '}
          <Button type="link" size="small" onClick={() => setOnly(undefined)}>
            {t('ui-list-clear')}
          </Button>
        </p>
      )}
      {from === today && !only && found.data && <Now turns={found.data.items} posts={posts} />}
      <Section
        title={t('ui-duty-days', { count: days })}
        extra={gaps > 0 && <strong className={styles['late']}>{t('ui-duty-gaps', { count: gaps })}</strong>}
      >
        {found.error && <Problem error={found.error} retry={found.refetch} />}
        {!found.data ? (
          !found.error && <Loading rows={6} />
        ) : placed.length === 0 ? (
          <Empty>{t('ui-duty-none')}</Empty>
        ) : (
          <Bands
            bands={placed}
            posts={posts}
            days={Array.from({ length: days }, (_, day) => addDays(from, day))}
            span={span}
            now={now}
            fill={
              manages
                ? (gap) =>
                    want({
                      kind: 'shift',
                      post: gap.post,
                      unit: gap.unit,
                      from: gap.starts_at,
                      until: gap.ends_at,
                    })
                : undefined
            }
          />
        )}
        {found.data?.next && <p className={styles['quiet']}>{t('ui-duty-more', { count: MOST })}</p>}
      </Section>
      {wanted && <RosterForm wanted={wanted} posts={posts} close={() => want(undefined)} />}
    </Page>
  );
}

/** One’s own turn: now, or next. */
function Own() {
  const { t, language } = useT();
  const { user } = useMe();
  const zone = useZone();
  const now = useNow();
  const hour = new Date(Math.floor(now / 3_600_000) * 3_600_000).toISOString();
  const found = useGet('/api/v1/shifts', {
    query: { holder: user, status: 'shift', ends_from: hour, limit: 100 },
  });
  const [next] = ownNext(found.data?.items ?? [], user, now);
  if (!next) return null;
  const running = Date.parse(next.starts_at) <= now;
  const time = instantText(running ? next.ends_at : next.starts_at, 'minute', language, zone);
  return (
    <Alert
      type={running ? 'success' : 'info'}
      showIcon
      title={t(running ? 'ui-duty-own-now' : 'ui-duty-own-next', { time })}
      action={running && <Go to="/obligations?whose=mine">{t('ui-duty-own-duties')}</Go>}
    />
  );
}

/** Who is on call now. */
function Now({ turns, posts }: { turns: readonly Turn[]; posts: ReadonlyMap<string, Post> | undefined }) {
  const { t } = useT();
  const now = useNow();
  const standing = onCall(turns, now);
  return (
    <Section title={t('ui-duty-now')}>
      {standing.length === 0 ? (
        <p className={styles['quiet']}>{t('ui-duty-now-none')}</p>
      ) : (
        <ul className={styles['now']}>
          {standing.map((turn) => (
            <li key={turn.id} data-gap={turn.status === 'gap' ? '' : undefined}>
              <strong>
                {turn.holder ? <Holder unit={turn.unit} user={turn.holder} /> : t('ui-duty-nobody')}
              </strong>
              <span>
                <PostName of={turn.post} posts={posts} /> · <Unit id={turn.unit} />
              </span>
              <span className={styles['quiet']}>
                {t('ui-duty-until')} <When at={turn.ends_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
