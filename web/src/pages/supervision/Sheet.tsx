// The duties of a shift on paper: what is late, what comes due before the shift ends, and room for a signature.
import { Button, Segmented } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Go, useAddress, useFilter } from '@/address';
import { useGet, type Parts, type Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import {
  Area,
  Empty,
  instantText,
  Loading,
  Page,
  Problem,
  Said,
  shortId,
  Unit,
  useNow,
  useZone,
  When,
} from '@/parts';
import { useMe } from '@/session';
import { asked, minuteOf, SOON } from './board';
import styles from './supervision.module.css';

type Query = NonNullable<Parts<'get', '/api/v1/obligations'>['query']>;
type Obligation = Schema<'Obligation'>;

const HOURS = ['8', '12', '24'] as const;
/** Rows that one sheet holds. */
const MOST = 500;

export default function Sheet() {
  const { t, language } = useT();
  const { area, disease } = useAddress();
  const { unit, display_name: name, user } = useMe();
  const zone = useZone();
  const now = useNow();
  const minute = minuteOf(now);
  const moment = new Date(minute).toISOString();
  const [search] = useSearchParams();
  const [kept, keep] = useFilter('until');
  const shift = useGet('/api/v1/shifts', {
    query: { holder: user, status: 'shift', ends_from: moment, starts_until: moment, limit: 1 },
  }).data?.items[0];
  const hours = HOURS.find((one) => one === kept);
  const until = hours || !shift ? minute + Number(hours ?? '8') * 3_600_000 : Date.parse(shift.ends_at);
  const { query } = asked(
    new URLSearchParams({ whose: search.get('whose') ?? '', clock: 'open' }),
    minute,
    zone,
    unit != null,
    area,
  );
  const found = useGet('/api/v1/obligations', {
    query: { ...query, disease, due_before: new Date(until).toISOString(), limit: MOST } as Query,
  });
  const rows = found.data?.items ?? [];
  const groups: [TextKey, Obligation[]][] = [
    ['ui-supervision-clock-overdue', rows.filter((row) => row.state === 'overdue')],
    [
      'ui-supervision-clock-soon',
      rows.filter((row) => row.state !== 'overdue' && Date.parse(row.due_at) < minute + SOON),
    ],
    [
      'ui-supervision-sheet-later',
      rows.filter((row) => row.state !== 'overdue' && Date.parse(row.due_at) >= minute + SOON),
    ],
  ];
  return (
    <Page
      title={t('ui-supervision-sheet-title')}
      note={
        <>
          {unit && <Unit id={unit} />}
          {area && <Area code={area} />}
          <span>
            {t('ui-supervision-sheet-until', { time: instantText(until, 'minute', language, zone) })}
          </span>
          <Said
            text={t('ui-supervision-sheet-made', {
              name,
              time: instantText(minute, 'minute', language, zone),
            })}
          />
        </>
      }
      actions={
        <div className={styles['noPrint']}>
          <Segmented
            aria-label={t('ui-supervision-sheet-span')}
            value={hours ?? (shift ? 'shift' : '8')}
            onChange={(next) => keep(next === 'shift' ? undefined : next)}
            options={[
              ...(shift ? [{ value: 'shift', label: t('ui-supervision-sheet-shift') }] : []),
              ...HOURS.map((value) => ({
                value,
                label: t('ui-supervision-hours', { count: Number(value) }),
              })),
            ]}
          />{' '}
          <Go to="/obligations">{t('ui-supervision-back')}</Go>{' '}
          <Button type="primary" icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
            {t('ui-supervision-print')}
          </Button>
        </div>
      }
    >
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!found.data ? (
        !found.error && <Loading rows={8} />
      ) : rows.length === 0 ? (
        <Empty>{t('ui-supervision-sheet-none')}</Empty>
      ) : (
        <Paper>
          {groups.map(([title, group]) =>
            group.length === 0 ? null : (
              <Group key={title} title={`${t(title)} (${group.length})`} rows={group} />
            ),
          )}
          {found.data.next && <p>{t('ui-supervision-sheet-more', { count: MOST })}</p>}
          <p className={styles['signed']}>
            <span>{t('ui-supervision-sheet-given')}</span>
            <span>{t('ui-supervision-sheet-taken')}</span>
          </p>
        </Paper>
      )}
    </Page>
  );
}

function Paper({ children }: { children: ReactNode }) {
  const { t } = useT();
  return (
    // A part that scrolls must be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['sheet']} tabIndex={0} role="group" aria-label={t('ui-supervision-sheet-title')}>
      {children}
    </div>
  );
}

function Group({ title, rows }: { title: string; rows: Obligation[] }) {
  const { t, text, word } = useT();
  return (
    <section>
      <h2>{title}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" aria-label={t('ui-supervision-sheet-done')} />
            <th scope="col">{t('ui-supervision-due')}</th>
            <th scope="col">{t('ui-supervision-duty')}</th>
            <th scope="col">{t('ui-supervision-subject')}</th>
            <th scope="col">{t('ui-supervision-holder')}</th>
            <th scope="col">{t('ui-supervision-sheet-done')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>☐</td>
              <td>
                <When at={row.due_at} />
              </td>
              <td>{text(row.duty)}</td>
              <td>
                {word('kind', row.subject.kind)} {shortId(row.subject.id)}
              </td>
              <td>
                <Unit id={row.holder_unit} />
              </td>
              <td aria-label={t('ui-supervision-sheet-done')} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
