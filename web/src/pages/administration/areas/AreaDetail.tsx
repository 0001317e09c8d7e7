// An area: what it is on a day, where it lies, who lives there, which units it has, and what it was and became.
import { useParams } from 'react-router';
import { Go } from '@/address';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Empty,
  Facts,
  Loading,
  Mark,
  Problem,
  RecordList,
  RecordTable,
  Said,
  Section,
  shortId,
  When,
} from '@/parts';
import { Frame } from '../Frame';
import styles from '../administration.module.css';
import { DayChoice, useDay } from './Areas';
import { Boundary } from './Boundary';
import { ChangeArea } from './ChangeArea';
import { Population } from './Population';

export default function AreaDetail() {
  const { code = '' } = useParams();
  const { t, text, word } = useT();
  const [day] = useDay();
  const found = useGet('/api/v1/areas/{code}', { path: { code }, query: { on: day } }, { now: true });
  const area = found.data;
  const title = area ? text(area.name) : t('ui-administration-area', { code });
  return (
    <Frame
      title={title}
      said={area !== undefined}
      note={
        area && (
          <>
            {word('level', area.level)} · <code>{area.code}</code>{' '}
            {area.until_on && <Mark>{t('ui-administration-ended')}</Mark>}
          </>
        )
      }
      actions={area && !area.until_on && !day && <ChangeArea area={area} />}
    >
      <DayChoice />
      {found.error ? (
        found.error.status === 404 ? (
          <Empty>{t('ui-administration-area-not-then', { code })}</Empty>
        ) : (
          <Problem error={found.error} retry={found.refetch} />
        )
      ) : !area ? (
        <Loading rows={6} />
      ) : (
        <Known area={area} day={day} />
      )}
      <History code={code} />
    </Frame>
  );
}

function Known({ area, day }: { area: Schema<'Area'>; day: string | undefined }) {
  const { t, word } = useT();
  const on = day ? `?on=${day}` : '';
  return (
    <>
      <Section title={t('ui-administration-known')}>
        <Facts
          pairs={[
            [t('ui-administration-name-zh'), <Said key="zh" text={area.name.zh} />],
            [t('ui-administration-name-en'), <Said key="en" text={area.name.en} />],
            [
              t('ui-administration-above'),
              area.path.length > 1 && (
                <span className={styles['path']}>
                  {area.path.slice(0, -1).map((above) => (
                    <Go key={above} to={`/administration/areas/${above}${on}`}>
                      <Area code={above} />
                    </Go>
                  ))}
                </span>
              ),
            ],
            [t('ui-administration-zone'), area.zone],
            [t('ui-administration-since'), area.since_on && <When at={area.since_on} />],
            [t('ui-administration-until'), area.until_on && <When at={area.until_on} />],
          ]}
        />
      </Section>
      <div className={styles['two']}>
        <Boundary area={area} />
        <Population code={area.code} day={day} />
      </div>
      <Section title={t('ui-administration-units')}>
        <RecordList
          id="units"
          path="/api/v1/units"
          query={{ area: area.code }}
          read={{ now: true }}
          empty={t('ui-administration-units-none')}
          columns={[
            {
              id: 'name',
              wraps: true,
              label: 'ui-administration-unit',
              always: true,
              cell: (row) => <NameOf of={row.name} />,
            },
            { id: 'role', label: 'ui-administration-role', cell: (row) => word('role', row.role) },
            {
              id: 'facility',
              label: 'ui-administration-facility',
              cell: (row) => row.facility && word('facility', row.facility),
            },
            { id: 'area', label: 'ui-administration-in', cell: (row) => <Area code={row.area} /> },
          ]}
        />
      </Section>
    </>
  );
}

/** The half of a name that is read here. */
export function NameOf({ of }: { of: Schema<'Text'> }) {
  const { text } = useT();
  return <Said text={text(of)} />;
}

/** Versions, and links to what it came from and became. */
function History({ code }: { code: string }) {
  const { t, word } = useT();
  const found = useGet('/api/v1/areas/{code}/history', { path: { code } }, { now: true });
  if (found.error)
    return found.error.status === 404 ? null : <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return null;
  const { versions, predecessors, successors } = found.data;
  const links = [
    ...predecessors.map((link) => ({ link, other: link.from, way: 'ui-administration-came-from' as const })),
    ...successors.map((link) => ({ link, other: link.to, way: 'ui-administration-became' as const })),
  ];
  return (
    <Section title={t('ui-administration-history')}>
      <RecordTable
        rows={versions}
        rowId={(row) => `${row.since_on} ${row.path.join('/')}`}
        columns={[
          {
            id: 'since',
            label: 'ui-administration-since',
            cell: (row) => (row.since_on ? <When at={row.since_on} /> : t('ui-administration-always')),
          },
          { id: 'until', label: 'ui-administration-until', cell: (row) => <When at={row.until_on} /> },
          {
            id: 'name',
            wraps: true,
            label: 'ui-administration-name',
            cell: (row) => <NameOf of={row.name} />,
          },
          {
            id: 'parent',
            label: 'ui-administration-above',
            cell: (row) => row.parent && <Area code={row.parent} />,
          },
          { id: 'level', label: 'ui-administration-level', cell: (row) => word('level', row.level) },
        ]}
      />
      {links.length > 0 && (
        <RecordTable
          rows={links}
          rowId={({ link, way }) => `${way} ${link.fact} ${link.from} ${link.to}`}
          columns={[
            {
              id: 'on',
              label: 'ui-administration-change-on',
              cell: ({ link }) => <When at={link.changed_on} />,
            },
            { id: 'way', label: 'ui-administration-way', cell: ({ way }) => t(way) },
            {
              id: 'other',
              label: 'ui-administration-area-other',
              cell: ({ other }) => (
                <Go to={`/administration/areas/${other}`}>
                  <Area code={other} />
                </Go>
              ),
            },
            { id: 'kind', label: 'ui-administration-link', cell: ({ link }) => word('arealink', link.kind) },
            {
              id: 'fact',
              label: 'ui-administration-fact',
              cell: ({ link }) => <code title={link.fact}>…{shortId(link.fact)}</code>,
            },
          ]}
        />
      )}
    </Section>
  );
}
