// The exact records behind a number: the list that the API has named, with the query that was counted.
import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { Go } from '@/address';
import { useGet, type ListPath, type Parts, type Schema } from '@/api';
import { useT, type TextKey, type WordGroup } from '@/i18n';
import {
  Area,
  dayIn,
  Deadline,
  Empty,
  Loading,
  Mark,
  NamesSwitch,
  Page,
  PersonName,
  Problem,
  RecordList,
  RecordTable,
  Said,
  SubjectLink,
  Unit,
  User,
  useZone,
  When,
} from '@/parts';
import { useMay } from '@/session';
import { COUNTED, isCounted, isList, queryIn, type ListName } from './behind';
import styles from './command.module.css';

type QueryOf<P extends ListPath> = NonNullable<Parts<'get', P> extends { query?: infer Q } ? Q : never>;

export default function Records() {
  const { t } = useT();
  const { list } = useParams();
  const [search] = useSearchParams();
  const of = search.get('of');
  const known = isList(list) ? list : undefined;
  return (
    <Page
      title={isCounted(of) ? t(COUNTED[of]) : t('ui-command-records')}
      note={
        <>
          <Go to="/situation">{t('ui-command-back')}</Go>
          <Asked query={queryIn(search)} />
        </>
      }
      actions={
        <>
          {known === 'obligations' && (
            <Go to={`/obligations?${new URLSearchParams(queryIn(search)).toString()}`}>
              {t('ui-command-work-on')}
            </Go>
          )}
          {known !== 'shifts' && known !== 'zones' && <NamesSwitch />}
        </>
      }
    >
      {known ? <Behind list={known} query={queryIn(search)} /> : <Empty>{t('ui-missing-text')}</Empty>}
    </Page>
  );
}

/** Words for what was asked, besides area, disease and moment, which the shell shows. */
const GROUPS: Partial<Record<string, WordGroup>> = {
  status: 'casestate',
  classification: 'classification',
  class: 'class',
  severity: 'severity',
  level: 'zone',
  state: 'state',
};
const NAMES: Partial<Record<string, TextKey>> = {
  status: 'ui-command-asked-state',
  state: 'ui-command-asked-state',
  classification: 'ui-command-asked-class',
  class: 'ui-command-asked-class',
  severity: 'ui-command-asked-severity',
  level: 'ui-command-asked-level',
  unit: 'ui-command-asked-unit',
  opened_from: 'ui-command-asked-opened-from',
  onset_from: 'ui-command-asked-onset-from',
  onset_before: 'ui-command-asked-onset-before',
  reported_from: 'ui-command-asked-reported-from',
  reported_before: 'ui-command-asked-reported-before',
  confirmed_from: 'ui-command-asked-confirmed-from',
  confirmed_before: 'ui-command-asked-confirmed-before',
  ends_from: 'ui-command-asked-ends-from',
  ends_before: 'ui-command-asked-ends-before',
  due_from: 'ui-command-asked-due-from',
  due_before: 'ui-command-asked-due-before',
};

function Asked({ query }: { query: Record<string, string> }) {
  const { t, word } = useT();
  const told = Object.entries(query).flatMap(([name, value]): [string, TextKey, ReactNode][] => {
    const label = NAMES[name];
    if (!label) return [];
    const group = GROUPS[name];
    if (name === 'unit') return [[name, label, <Unit key={name} id={value} />]];
    if (group)
      return [
        [
          name,
          label,
          value
            .split(',')
            .map((code) => word(group, code))
            .join(t('ui-span-joint-list')),
        ],
      ];
    return [[name, label, <When key={name} at={value} />]];
  });
  return (
    <span className={styles['asked']}>
      {told.map(([name, label, value]) => (
        <Mark key={name}>
          {t(label)} {value}
        </Mark>
      ))}
    </span>
  );
}

function Behind({ list, query }: { list: ListName; query: Record<string, string> }) {
  const { t, text, word } = useT();
  switch (list) {
    case 'cases':
      return (
        <RecordList
          id="behind-cases"
          path="/api/v1/cases"
          query={query as QueryOf<'/api/v1/cases'>}
          empty={t('ui-command-behind-none')}
          columns={[
            {
              id: 'number',
              label: 'ui-command-col-number',
              always: true,
              cell: (row) => (
                <SubjectLink kind="case" id={row.id}>
                  {row.number}
                </SubjectLink>
              ),
            },
            { id: 'person', label: 'ui-command-col-person', cell: (row) => <PersonName id={row.person} /> },
            {
              id: 'disease',
              label: 'ui-command-col-disease',
              hidden: true,
              cell: (row) => word('disease', row.disease),
            },
            {
              id: 'class',
              label: 'ui-command-col-class',
              cell: (row) => word('classification', row.classification),
            },
            { id: 'state', label: 'ui-command-col-state', cell: (row) => word('casestate', row.status) },
            { id: 'onset', label: 'ui-command-col-onset', cell: (row) => <When at={row.onset_on} /> },
            { id: 'opened', label: 'ui-command-col-opened', cell: (row) => <When at={row.opened_at} /> },
            {
              id: 'reported',
              label: 'ui-command-col-reported',
              cell: (row) => <When at={row.reported_at} />,
            },
            { id: 'area', label: 'ui-command-area', cell: (row) => <Area code={row.area} /> },
          ]}
        />
      );
    case 'contacts':
      return (
        <RecordList
          id="behind-contacts"
          path="/api/v1/contacts"
          query={query as QueryOf<'/api/v1/contacts'>}
          empty={t('ui-command-behind-none')}
          columns={[
            {
              id: 'person',
              label: 'ui-command-col-person',
              always: true,
              cell: (row) => (
                <SubjectLink kind="contact" id={row.id}>
                  <PersonName id={row.person} />
                </SubjectLink>
              ),
            },
            { id: 'class', label: 'ui-command-col-class', cell: (row) => word('class', row.class) },
            {
              id: 'state',
              label: 'ui-command-col-state',
              cell: (row) => t(CONTACT_STATES[row.status] ?? 'ui-command-records'),
            },
            {
              id: 'case',
              label: 'ui-command-col-case',
              cell: (row) => <SubjectLink kind="case" id={row.case} />,
            },
            {
              id: 'last',
              label: 'ui-command-col-last-exposure',
              cell: (row) => <When at={row.last_exposure_at} />,
            },
            {
              id: 'since',
              label: 'ui-command-col-determined',
              cell: (row) => <When at={row.determined_at} />,
            },
            { id: 'area', label: 'ui-command-area', cell: (row) => <Area code={row.area} /> },
          ]}
        />
      );
    case 'orders':
      return (
        <RecordList
          id="behind-orders"
          path="/api/v1/orders"
          query={query as QueryOf<'/api/v1/orders'>}
          empty={t('ui-command-behind-none')}
          columns={[
            {
              id: 'measure',
              label: 'ui-command-col-order',
              always: true,
              cell: (row) => (
                <SubjectLink kind="order" id={row.id}>
                  {word('measure', row.measure)}
                </SubjectLink>
              ),
            },
            { id: 'person', label: 'ui-command-col-person', cell: (row) => <PersonName id={row.person} /> },
            { id: 'group', label: 'ui-command-col-group', cell: (row) => word('group', row.group) },
            { id: 'state', label: 'ui-command-col-state', cell: (row) => word('state', row.status) },
            { id: 'from', label: 'ui-command-col-from', cell: (row) => <When at={row.starts_on} /> },
            { id: 'until', label: 'ui-command-col-until', cell: (row) => <When at={row.ends_on} /> },
            { id: 'area', label: 'ui-command-area', cell: (row) => <Area code={row.area} /> },
          ]}
        />
      );
    case 'obligations':
      return (
        <RecordList
          id="behind-obligations"
          path="/api/v1/obligations"
          query={query as QueryOf<'/api/v1/obligations'>}
          empty={t('ui-command-behind-none')}
          tone={(row) => (row.state === 'overdue' ? 'late' : row.state === 'warned' ? 'warn' : undefined)}
          columns={[
            {
              id: 'duty',
              label: 'ui-command-col-duty',
              always: true,
              wraps: true,
              cell: (row) => (
                <SubjectLink kind="obligation" id={row.id}>
                  {text(row.duty)}
                </SubjectLink>
              ),
            },
            {
              id: 'due',
              label: 'ui-command-col-due',
              cell: (row) => <Deadline due={row.due_at} state={row.state} />,
            },
            {
              id: 'person',
              label: 'ui-command-col-person',
              hidden: query['schedule'] === undefined,
              cell: (row) => <Whom subject={row.subject} due={row.due_at} area={query['area']} />,
            },
            {
              id: 'subject',
              label: 'ui-command-col-subject',
              cell: (row) => <SubjectLink kind={row.subject.kind} id={row.subject.id} />,
            },
            { id: 'unit', label: 'ui-command-unit', cell: (row) => <Unit id={row.holder_unit} /> },
            { id: 'area', label: 'ui-command-area', cell: (row) => <Area code={row.area} /> },
          ]}
        />
      );
    case 'shifts':
      return (
        <RecordList
          id="behind-shifts"
          path="/api/v1/shifts"
          query={query as QueryOf<'/api/v1/shifts'>}
          empty={t('ui-command-behind-none')}
          tone={(row) => (row.status === 'gap' ? 'late' : undefined)}
          columns={[
            { id: 'unit', label: 'ui-command-unit', always: true, cell: (row) => <Unit id={row.unit} /> },
            {
              id: 'holder',
              label: 'ui-command-col-holder',
              cell: (row) => (row.holder ? <User id={row.holder} /> : t('ui-command-duty-nobody')),
            },
            { id: 'from', label: 'ui-command-col-from', cell: (row) => <When at={row.starts_at} /> },
            { id: 'until', label: 'ui-command-col-until', cell: (row) => <When at={row.ends_at} /> },
            { id: 'area', label: 'ui-command-area', cell: (row) => <Area code={row.area} /> },
          ]}
        />
      );
    case 'zones':
      return <Zones query={query as QueryOf<'/api/v1/zones'>} />;
  }
}

/** Whom a duty is about: itself a person, or whom its order binds, as the schedule of its day has it. */
function Whom({ subject, due, area }: { subject: Schema<'Subject'>; due: string; area: string | undefined }) {
  const zone = useZone();
  const may = useMay();
  const day = useGet(
    '/api/v1/schedules',
    { query: { on: dayIn(due, zone), area } },
    { enabled: subject.kind === 'order' && may('read_orders') },
  );
  if (subject.kind === 'person') return <PersonName id={subject.id} />;
  return <PersonName id={day.data?.items.find(({ order }) => order === subject.id)?.person} />;
}

const CONTACT_STATES: Partial<Record<string, TextKey>> = {
  determined: 'ui-command-contact-determined',
  reached: 'ui-command-contact-reached',
  under_order: 'ui-command-contact-under-order',
  released: 'ui-command-contact-released',
  became_case: 'ui-command-contact-became-case',
  retracted: 'ui-command-contact-retracted',
};

/** Levels come as a whole, without pages. */
function Zones({ query }: { query: QueryOf<'/api/v1/zones'> }) {
  const { t, word } = useT();
  const { area, level } = query;
  const found = useGet('/api/v1/zones', { query: { area, level } });
  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={6} />;
  if (found.data.items.length === 0) return <Empty>{t('ui-command-behind-none')}</Empty>;
  return (
    <RecordTable
      rows={found.data.items}
      rowId={(row) => row.area}
      columns={[
        { id: 'area', label: 'ui-command-area', cell: (row) => <Area code={row.area} /> },
        { id: 'level', label: 'ui-command-level', cell: (row) => word('zone', row.level) },
        { id: 'drawn', label: 'ui-command-col-drawn', cell: (row) => <Said text={row.unit_of_zone} /> },
        { id: 'since', label: 'ui-command-col-since', cell: (row) => <When at={row.recorded_from_at} /> },
      ]}
    />
  );
}
