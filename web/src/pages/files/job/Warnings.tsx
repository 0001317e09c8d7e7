// What is to be known of an import and refuses nothing.
import { Collapse } from 'antd';
import { useT } from '@/i18n';
import { RecordTable, Said } from '@/parts';
import type { ImportResult, Placed } from './job';

export function Warnings({ result }: { result: ImportResult }) {
  const { t } = useT();
  const rows = result.warnings.map((warning, at) => ({ ...warning, at }));
  if (rows.length === 0) return null;
  return (
    <Collapse
      items={[
        {
          key: 'warnings',
          label: t('ui-files-warnings', { count: rows.length }),
          children: (
            <RecordTable<Placed & { at: number }>
              rows={rows}
              rowId={(row) => String(row.at)}
              columns={[
                { id: 'row', label: 'ui-files-row', align: 'end', cell: (row) => row.row },
                { id: 'column', label: 'ui-files-column', cell: (row) => <Said text={row.field ?? ''} /> },
                { id: 'what', wraps: true, label: 'ui-files-reason', cell: (row) => codeText(row.type, t) },
              ]}
            />
          ),
        },
      ]}
    />
  );
}

/** The sentences of the codes that a job tells by place alone. */
const SENTENCES = {
  'import.unknown_link': 'ui-files-warning-unlisted',
} as const;

function codeText(code: string, t: ReturnType<typeof useT>['t']): string {
  const key = SENTENCES[code as keyof typeof SENTENCES];
  return key ? t(key) : code;
}
