// Asking other areas for somebody, and what they ask here. Whoever asks learns only of a yes: nobody, nobody yet and
// nobody to be told look the same.
import { Button, Space } from 'antd';
import { Go } from '@/address';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Empty,
  Loading,
  Mark,
  NamesSwitch,
  Page,
  PersonName,
  Problem,
  RecordTable,
  Said,
  Section,
  Unit,
  User,
  When,
  WithReason,
} from '@/parts';
import { useMay } from '@/session';

export default function Matches() {
  const { t } = useT();
  const may = useMay();
  return (
    <Page
      title={t('ui-people-matches')}
      note={<Go to="/persons">{t('ui-people-persons')}</Go>}
      actions={<NamesSwitch />}
    >
      {may('manage_cases') && <Incoming />}
      <Own />
    </Page>
  );
}

function Incoming() {
  const { t, word } = useT();
  const { data, error, refetch } = useGet('/api/v1/persons/match_requests/incoming', {}, { now: true });
  return (
    <Section title={t('ui-people-incoming')}>
      <Problem error={error} retry={refetch} />
      {!data ? (
        !error && <Loading />
      ) : data.items.length === 0 ? (
        <Empty>{t('ui-people-incoming-none')}</Empty>
      ) : (
        <RecordTable
          rows={data.items}
          rowId={(row) => `${row.id} ${row.person}`}
          columns={[
            {
              id: 'person',
              label: 'ui-people-person',
              cell: (row) => (
                <Go to={`/persons/${row.person}`}>
                  <PersonName id={row.person} />
                </Go>
              ),
            },
            {
              id: 'evidence',
              label: 'ui-people-evidence',
              wraps: true,
              cell: (row) => row.evidence.map((code) => word('evidence', code)).join(t('ui-span-joint-list')),
            },
            {
              id: 'by',
              label: 'ui-people-asked-by',
              cell: (row) => (
                <>
                  <Area code={row.asked_from} />{' '}
                  {row.asked_for ? <Unit id={row.asked_for} /> : <User id={row.asked_by} />}
                </>
              ),
            },
            {
              id: 'purpose',
              label: 'ui-names-purpose',
              wraps: true,
              cell: (row) => <Said text={row.purpose} />,
            },
            {
              id: 'at',
              label: 'ui-people-asked-at',
              cell: (row) => <When at={row.asked_at} kind="relative" />,
            },
            { id: 'acts', label: 'ui-people-acts', cell: (row) => <Decide row={row} /> },
          ]}
        />
      )}
    </Section>
  );
}

function Decide({ row }: { row: Schema<'MatchAskedHere'> }) {
  const { t } = useT();
  const command = useCommand('/api/v1/persons/match_requests/{id}/decide');
  const decide = (accept: boolean) => (reason: string) =>
    void command.run({ path: { id: row.id }, body: { person: row.person, accept, reason } });
  return (
    <>
      <Space>
        <WithReason title={t('ui-people-tell')} confirm={decide(true)}>
          <Button size="small" type="primary" loading={command.pending} disabled={command.barred}>
            {t('ui-people-tell')}
          </Button>
        </WithReason>
        <WithReason title={t('ui-people-decline')} confirm={decide(false)}>
          <Button size="small" disabled={command.barred}>
            {t('ui-people-decline')}
          </Button>
        </WithReason>
      </Space>
      <Problem error={command.problem} />
    </>
  );
}

function Own() {
  const { t } = useT();
  const { data, error, refetch } = useGet('/api/v1/persons/match_requests', {}, { now: true });
  return (
    <Section title={t('ui-people-own-requests')}>
      <Problem error={error} retry={refetch} />
      {!data ? (
        !error && <Loading />
      ) : data.items.length === 0 ? (
        <Empty>{t('ui-people-own-none')}</Empty>
      ) : (
        <RecordTable
          rows={data.items}
          rowId={(row) => row.id}
          columns={[
            { id: 'at', label: 'ui-people-asked-at', cell: (row) => <When at={row.asked_at} /> },
            {
              id: 'purpose',
              label: 'ui-names-purpose',
              wraps: true,
              cell: (row) => <Said text={row.purpose} />,
            },
            {
              id: 'told',
              label: 'ui-people-told',
              wraps: true,
              cell: (row) =>
                row.accepted.length === 0 ? (
                  <Mark>{t('ui-people-told-nobody')}</Mark>
                ) : (
                  row.accepted.map(({ person, area }) => (
                    <div key={person}>
                      <Go to={`/persons/${person}`}>
                        <PersonName id={person} />
                      </Go>{' '}
                      <Area code={area} />
                    </div>
                  ))
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
