// Who lives in an area: by its own last count, else the sums of the areas below.
import { Alert } from 'antd';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { Area, Count, Empty, Facts, Loading, Problem, RecordTable, Said, Section, When } from '@/parts';
import { useMay } from '@/session';
import { TakePopulation } from './TakePopulation';

export function Population({ code, day }: { code: string; day: string | undefined }) {
  const { t, word } = useT();
  const may = useMay();
  const found = useGet(
    '/api/v1/areas/{code}/population',
    { path: { code }, query: { on: day } },
    { now: true },
  );
  const known = found.data;
  const unknown = found.error?.status === 404 || (known && known.bands.length === 0);
  return (
    <Section title={t('ui-administration-population')} extra={may('administer') && <TakePopulation />}>
      {unknown ? (
        <Empty>{t('ui-administration-population-none')}</Empty>
      ) : found.error ? (
        <Problem error={found.error} retry={found.refetch} />
      ) : !known ? (
        <Loading rows={4} />
      ) : (
        <>
          <Facts
            pairs={[
              [t('ui-administration-persons'), <Count key="all" of={known.persons} />],
              [t('ui-administration-counted'), known.counted_on && <When at={known.counted_on} />],
              [t('ui-administration-source'), <Said key="source" text={known.sources.join(' · ')} />],
              [t('ui-administration-how'), known.summed && t('ui-administration-summed')],
            ]}
          />
          {known.missing.length > 0 && (
            <Alert
              type="warning"
              title={t('ui-administration-population-missing', { count: known.missing.length })}
              description={known.missing.slice(0, 20).map((missing) => (
                <span key={missing}>
                  <Area code={missing} />{' '}
                </span>
              ))}
            />
          )}
          <RecordTable
            rows={known.bands}
            rowId={(row) => `${row.sex} ${row.age_from}`}
            columns={[
              {
                id: 'sex',
                label: 'ui-administration-sex',
                cell: (row) => (row.sex === 'all' ? t('ui-administration-sex-all') : word('sex', row.sex)),
              },
              {
                id: 'age',
                label: 'ui-administration-age',
                cell: (row) =>
                  row.age_to === null || row.age_to === undefined
                    ? t('ui-administration-age-from', { from: row.age_from })
                    : t('ui-administration-age-span', { from: row.age_from, to: row.age_to }),
              },
              {
                id: 'persons',
                label: 'ui-administration-persons',
                align: 'end',
                cell: (row) => <Count of={row.persons} />,
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}
