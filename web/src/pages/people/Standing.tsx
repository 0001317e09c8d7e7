// Where somebody stands: his cases, whose contact he is, what binds him.
import { useGet } from '@/api';
import { Go } from '@/address';
import { useT } from '@/i18n';
import { Empty, Loading, Problem, RecordTable, Section, SubjectLink, When } from '@/parts';
import { useMay } from '@/session';

export function Standing({ id }: { id: string }) {
  const { t } = useT();
  const may = useMay();
  return (
    <>
      {may('read_cases') && (
        <Section title={t('ui-people-cases')}>
          <Cases id={id} />
        </Section>
      )}
      {may('read_cases') && (
        <Section
          title={t('ui-people-contacts')}
          extra={<Go to={`/contacts?person=${id}`}>{t('ui-people-all')}</Go>}
        >
          <Contacts id={id} />
        </Section>
      )}
      {may('read_orders') && (
        <Section
          title={t('ui-people-orders')}
          extra={<Go to={`/orders?person=${id}`}>{t('ui-people-all')}</Go>}
        >
          <Orders id={id} />
        </Section>
      )}
    </>
  );
}

function Cases({ id }: { id: string }) {
  const { t, word } = useT();
  const { data, error, refetch } = useGet('/api/v1/cases', { query: { person: id, limit: 20 } });
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Empty>{t('ui-people-cases-none')}</Empty>;
  return (
    <RecordTable
      rows={data.items}
      rowId={(row) => row.id}
      columns={[
        {
          id: 'number',
          label: 'ui-people-number',
          cell: (row) => (
            <SubjectLink kind="case" id={row.id}>
              {row.number}
            </SubjectLink>
          ),
        },
        { id: 'disease', label: 'ui-people-disease', cell: (row) => word('disease', row.disease) },
        { id: 'class', label: 'ui-people-class', cell: (row) => word('classification', row.classification) },
        { id: 'state', label: 'ui-people-state', cell: (row) => word('casestate', row.status) },
        { id: 'onset', label: 'ui-people-onset', cell: (row) => <When at={row.onset_on} /> },
        { id: 'opened', label: 'ui-people-opened', cell: (row) => <When at={row.opened_at} /> },
      ]}
    />
  );
}

function Contacts({ id }: { id: string }) {
  const { t, word } = useT();
  const { data, error, refetch } = useGet('/api/v1/contacts', { query: { person: id, limit: 20 } });
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Empty>{t('ui-people-contacts-none')}</Empty>;
  return (
    <RecordTable
      rows={data.items}
      rowId={(row) => row.id}
      columns={[
        {
          id: 'class',
          label: 'ui-people-class',
          cell: (row) => (
            <SubjectLink kind="contact" id={row.id}>
              {word('class', row.class)}
            </SubjectLink>
          ),
        },
        { id: 'state', label: 'ui-people-state', cell: (row) => word('contactstate', row.status) },
        { id: 'case', label: 'ui-people-of-case', cell: (row) => <SubjectLink kind="case" id={row.case} /> },
        { id: 'last', label: 'ui-people-last', cell: (row) => <When at={row.last_exposure_at} /> },
      ]}
    />
  );
}

function Orders({ id }: { id: string }) {
  const { t, word } = useT();
  const { data, error, refetch } = useGet('/api/v1/orders', { query: { person: id, limit: 20 } });
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Empty>{t('ui-people-orders-none')}</Empty>;
  return (
    <RecordTable
      rows={data.items}
      rowId={(row) => row.id}
      columns={[
        {
          id: 'measure',
          label: 'ui-people-measure',
          cell: (row) => (
            <SubjectLink kind="order" id={row.id}>
              {word('measure', row.measure)}
            </SubjectLink>
          ),
        },
        { id: 'state', label: 'ui-people-state', cell: (row) => word('state', row.status) },
        { id: 'from', label: 'ui-people-from', cell: (row) => <When at={row.starts_on} /> },
        { id: 'until', label: 'ui-people-until', cell: (row) => <When at={row.ends_on} /> },
      ]}
    />
  );
}
