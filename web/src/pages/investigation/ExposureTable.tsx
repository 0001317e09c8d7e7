// Exposures as rows.
import { Go } from '@/address';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { Mark, RecordTable, When, type Column } from '@/parts';
import { useSetting } from './graph/words';
import { End } from './words';

type Exposure = Schema<'Exposure'>;

export function useExposureColumns(): Column<Exposure>[] {
  const { t, word } = useT();
  const setting = useSetting();
  return [
    {
      id: 'kind',
      label: 'ui-investigation-kind',
      always: true,
      cell: (row) => (
        <Go to={`/exposures/${row.id}`}>
          {word('exposure', row.kind)}
          {row.setting && ` · ${setting(row.setting)}`}
        </Go>
      ),
    },
    { id: 'from', label: 'ui-investigation-end-from', cell: (row) => <End of={row.from} /> },
    { id: 'to', label: 'ui-investigation-end-to', cell: (row) => <End of={row.to} /> },
    {
      id: 'marks',
      label: 'ui-investigation-marks',
      cell: (row) => (
        <>
          {row.transmission && <Mark tone="late">{t('ui-investigation-transmission')}</Mark>}
          {row.protected && <Mark tone="done">{t('ui-investigation-protected')}</Mark>}
          {row.status === 'retracted' && <Mark>{t('ui-investigation-retracted')}</Mark>}
        </>
      ),
    },
    { id: 'started', label: 'ui-investigation-started', cell: (row) => <When at={row.started_at} /> },
    { id: 'ended', label: 'ui-investigation-ended', cell: (row) => <When at={row.ended_at} /> },
    {
      id: 'disease',
      label: 'ui-investigation-disease',
      hidden: true,
      cell: (row) => word('disease', row.disease),
    },
  ];
}

export function ExposureTable({ rows }: { rows: Exposure[] }) {
  const columns = useExposureColumns();
  return (
    <RecordTable rows={rows} rowId={(row) => row.id} columns={columns.filter((column) => !column.hidden)} />
  );
}
