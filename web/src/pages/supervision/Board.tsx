// The board of duties: mine, my unit's, my area's, by the clock; one click to the form that closes one.
import { Badge, Button, Drawer, Segmented } from 'antd';
import { PrinterOutlined, SwapOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Go, useAddress, useFilter, useSetFilters } from '@/address';
import { useGet, type Parts, type Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import {
  Area,
  countText,
  Deadline,
  Loading,
  Mark,
  NamesSwitch,
  Page,
  Problem,
  RecordList,
  SubjectLink,
  Unit,
  useNow,
  useStatus,
  User,
  useZone,
  When,
} from '@/parts';
import { useMay, useMe } from '@/session';
import { asked, broughtBy, CLOCKS, clockQuery, minuteOf, WHOSE, type Clock, type Whose } from './board';
import { HandOver } from './HandOver';
import { isOpen } from './ladder';
import { ObligationView } from './ObligationView';
import styles from './supervision.module.css';

type Query = NonNullable<Parts<'get', '/api/v1/obligations'>['query']>;

const WHOSE_TEXT: Record<Whose, TextKey> = {
  mine: 'ui-supervision-mine',
  my_unit: 'ui-supervision-my-unit',
  area: 'ui-supervision-my-area',
};
const CLOCK_TEXT: Record<Clock, TextKey> = {
  overdue: 'ui-supervision-clock-overdue',
  soon: 'ui-supervision-clock-soon',
  today: 'ui-supervision-clock-today',
  open: 'ui-supervision-clock-open',
  closed: 'ui-supervision-clock-closed',
};

const NONE_TEXT: Record<Clock, TextKey> = {
  overdue: 'ui-supervision-none-overdue',
  soon: 'ui-supervision-none-in-time',
  today: 'ui-supervision-none-in-time',
  open: 'ui-supervision-none',
  closed: 'ui-supervision-none-in-time',
};

export default function Board() {
  const { t, text, word } = useT();
  const { area, disease } = useAddress();
  const { unit } = useMe();
  const may = useMay();
  const zone = useZone();
  const minute = minuteOf(useNow());
  const [search] = useSearchParams();
  const set = useSetFilters();
  const [opened, open] = useFilter('open');
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [handing, setHanding] = useState(false);
  const { whose, clock, query } = asked(search, minute, zone, unit != null, area);
  const mayHand = may('hand_over') && unit != null && whose !== 'area';
  const offers = useGet(
    '/api/v1/handovers',
    { query: { state: 'offered', limit: 100 } },
    { now: true, enabled: may('hand_over') && unit != null },
  );
  const waiting = offers.data?.items.filter((offer) => offer.to_unit === unit).length ?? 0;
  const clear = Object.fromEntries(Object.keys(broughtBy(search)).map((name) => [name, undefined]));

  return (
    <Page
      title={t('ui-supervision-board')}
      actions={
        <>
          <NamesSwitch />
          {may('hand_over') && (
            <Badge count={waiting} title={t('ui-supervision-waiting', { count: waiting })}>
              <Go to="/handovers" className={styles['button']}>
                <SwapOutlined aria-hidden /> {t('ui-supervision-handovers')}
              </Go>
            </Badge>
          )}
          <Go to={`/obligations/sheet?whose=${whose}`} className={styles['button']}>
            <PrinterOutlined aria-hidden /> {t('ui-supervision-sheet')}
          </Go>
          {mayHand && (
            <Button type={chosen.size > 0 ? 'primary' : 'default'} onClick={() => setHanding(true)}>
              {chosen.size > 0
                ? t('ui-supervision-hand-over-chosen', { count: chosen.size })
                : t('ui-supervision-hand-over')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles['clocks']}>
        <Segmented<Whose>
          aria-label={t('ui-supervision-whose')}
          value={whose}
          onChange={(next) => {
            choose(new Set());
            set({ ...clear, whose: next, clock: clock ?? 'open' });
          }}
          options={WHOSE.filter((one) => unit != null || one === 'area').map((value) => ({
            value,
            label: t(WHOSE_TEXT[value]),
          }))}
        />
        <Clocks whose={whose} clock={clock} choose={(next) => set({ ...clear, whose, clock: next })} />
      </div>
      <Brought clear={() => set({ ...clear, whose, clock: 'open' })} />
      <RecordList
        id="obligations"
        path="/api/v1/obligations"
        query={{ ...query, disease } as Query}
        empty={t(NONE_TEXT[clock ?? 'today'])}
        tone={(row) => (row.state === 'overdue' ? 'late' : row.state === 'warned' ? 'warn' : undefined)}
        {...(mayHand ? { selection: { ids: chosen, change: choose } } : {})}
        columns={[
          {
            id: 'due',
            label: 'ui-supervision-due',
            always: true,
            cell: (row) => <Deadline due={row.due_at} state={row.state} />,
          },
          {
            id: 'duty',
            label: 'ui-supervision-duty',
            always: true,
            wraps: true,
            cell: (row) => (
              <>
                <Go to={`/obligations/${row.id}`}>{text(row.duty)}</Go>{' '}
                {row.confidence === 'C' && <Mark tone="warn">{word('confidence', 'c')}</Mark>}
              </>
            ),
          },
          {
            id: 'subject',
            label: 'ui-supervision-subject',
            cell: (row) => <SubjectLink kind={row.subject.kind} id={row.subject.id} />,
          },
          {
            id: 'disease',
            label: 'ui-supervision-disease',
            hidden: true,
            cell: (row) => word('disease', row.disease),
          },
          {
            id: 'holder',
            label: 'ui-supervision-holder',
            cell: (row) => (
              <>
                <Unit id={row.holder_unit} /> {row.holder_user && <User id={row.holder_user} />}
              </>
            ),
          },
          {
            id: 'area',
            label: 'ui-supervision-area',
            hidden: whose !== 'area',
            cell: (row) => <Area code={row.area} />,
          },
          {
            id: 'rule',
            label: 'ui-supervision-rule',
            hidden: true,
            cell: (row) => `${row.rule} ${row.edition}`,
          },
          {
            id: 'closed',
            label: 'ui-supervision-closed',
            hidden: clock !== 'closed',
            cell: (row) => <When at={row.closed_at} />,
          },
          {
            id: 'do',
            label: 'ui-supervision-do',
            always: true,
            cell: (row) =>
              isOpen(row.state) && (
                <Button
                  size="small"
                  onClick={() => open(row.id)}
                  aria-label={t('ui-supervision-do-this', { duty: text(row.duty) })}
                >
                  {t('ui-supervision-do')}
                </Button>
              ),
          },
        ]}
      />
      {opened && <Opened id={opened} close={() => open(undefined)} />}
      {handing && (
        <HandOver chosen={[...chosen]} close={() => setHanding(false)} done={() => choose(new Set())} />
      )}
    </Page>
  );
}

/** The form of one duty beside the board. */
function Opened({ id, close }: { id: string; close: () => void }) {
  const { t, text } = useT();
  const found = useGet('/api/v1/obligations/{id}', { path: { id } });
  return (
    <Drawer
      open
      size="large"
      onClose={close}
      title={found.data ? text(found.data.duty) : t('ui-supervision-board')}
      destroyOnHidden
    >
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {found.data ? (
        <ObligationView detail={found.data} done={close} />
      ) : (
        !found.error && <Loading rows={6} />
      )}
    </Drawer>
  );
}

/** The clocks with how many stand behind each. */
function Clocks({
  whose,
  clock,
  choose,
}: {
  whose: Whose;
  clock: Clock | undefined;
  choose: (clock: Clock) => void;
}) {
  const { t, language } = useT();
  const counts = useCounts(whose);
  return (
    <ul className={styles['clockList']}>
      {CLOCKS.map((one) => {
        const count = counts[one];
        return (
          <li key={one}>
            <button
              type="button"
              aria-pressed={clock === one}
              data-tone={one}
              data-none={count === 0 ? '' : undefined}
              onClick={() => choose(one)}
            >
              <span>{t(CLOCK_TEXT[one])}</span>
              <strong>{count === undefined ? '–' : countText(count, language)}</strong>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const openOf = (counts: Schema<'Counts'>) => counts.open + counts.warned + counts.overdue;

function useCounts(whose: Whose): Partial<Record<Clock, number>> {
  const { area, disease } = useAddress();
  const zone = useZone();
  // Not by the clock of this machine: in a drill it is another year.
  const enabled = useStatus() !== undefined;
  const minute = minuteOf(useNow());
  const { unit } = useMe();
  const ask = (clock: Clock) =>
    ({
      ...asked(new URLSearchParams({ whose, clock }), minute, zone, unit != null, area).query,
      disease,
    }) as Query;
  const all = useGet('/api/v1/obligations/counts', { query: ask('open') });
  const soon = useGet('/api/v1/obligations/counts', { query: ask('soon') }, { enabled });
  const today = useGet('/api/v1/obligations/counts', { query: ask('today') }, { enabled });
  // Of what fell due within the week, closed in whatever way.
  const { due_from: since } = clockQuery('closed', minute, zone) as { due_from: string };
  const { state: closedStates, ...week } = ask('closed');
  const closed = useGet('/api/v1/obligations/counts', { query: { ...week, due_from: since } }, { enabled });
  const states = String(closedStates).split(',') as (keyof Schema<'Counts'>)[];
  return {
    ...(all.data ? { overdue: all.data.overdue, open: openOf(all.data) } : {}),
    ...(soon.data ? { soon: openOf(soon.data) } : {}),
    ...(today.data ? { today: openOf(today.data) } : {}),
    ...(closed.data ? { closed: states.reduce((sum, state) => sum + (closed.data?.[state] ?? 0), 0) } : {}),
  };
}

const BROUGHT_TEXT: Partial<Record<string, TextKey>> = {
  state: 'ui-supervision-state',
  unit: 'ui-supervision-holder',
  due_from: 'ui-supervision-due-from',
  due_before: 'ui-supervision-due-before',
  escalated: 'ui-supervision-escalated',
  unclosed: 'ui-supervision-clock-open',
  schedule: 'ui-supervision-scheduled',
};

/** Filters that a number of the situation board has brought along. */
function Brought({ clear }: { clear: () => void }) {
  const { t, word } = useT();
  const [search] = useSearchParams();
  const brought = Object.entries(broughtBy(search));
  if (brought.length === 0 || search.has('clock')) return null;
  return (
    <div className={styles['brought']}>
      {brought.map(([name, value]) => {
        const label = BROUGHT_TEXT[name];
        if (!label) return null;
        return (
          <Mark key={name}>
            {t(label)}{' '}
            {name === 'unit' ? (
              <Unit id={String(value)} />
            ) : name === 'state' ? (
              String(value)
                .split(',')
                .map((state) => word('state', state))
                .join(t('ui-span-joint-list'))
            ) : name === 'due_from' || name === 'due_before' ? (
              <When at={String(value)} />
            ) : null}
          </Mark>
        );
      })}
      <Button type="link" size="small" onClick={clear}>
        {t('ui-list-clear')}
      </Button>
    </div>
  );
}
