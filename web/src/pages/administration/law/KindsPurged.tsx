// What went of each kind of data, and what was kept by a hold.
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { Count, RecordTable, Said, When } from '@/parts';

export function KindsPurged({ kinds }: { kinds: Schema<'KindPurged'>[] }) {
  const { t, word, language } = useT();
  return (
    <RecordTable
      rows={kinds}
      rowId={(row) => row.kind}
      columns={[
        { id: 'kind', label: 'ui-administration-retention-kind', cell: (row) => word('kept', row.kind) },
        {
          id: 'days',
          label: 'ui-administration-retention-days',
          align: 'end',
          cell: (row) => t('ui-administration-days', { count: row.days }),
        },
        {
          id: 'before',
          label: 'ui-administration-purge-before',
          cell: (row) => <When at={row.before} kind="day" />,
        },
        {
          id: 'purged',
          label: 'ui-administration-purge-purged',
          align: 'end',
          cell: (row) => <Count of={row.purged} />,
        },
        {
          id: 'held',
          label: 'ui-administration-purge-held',
          align: 'end',
          cell: (row) => <Count of={row.held} />,
        },
        {
          id: 'basis',
          wraps: true,
          label: 'ui-administration-retention-basis',
          // In Chinese and English, or one decision of the installation.
          cell: ({ basis }) => (
            <Said text={(basis.length === 2 ? basis[language === 'en' ? 1 : 0] : basis.join(' ')) ?? ''} />
          ),
        },
      ]}
    />
  );
}
