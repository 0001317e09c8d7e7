// Those who may be meant, the likeliest first, and why.
import { Progress } from 'antd';
import { Go } from '@/address';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { Area, PersonName, RecordTable, shortId } from '@/parts';

export function Candidates({
  found,
  open,
}: {
  found: Schema<'Candidates'>;
  open?: (person: string) => React.ReactNode;
}) {
  const { t, word } = useT();
  return (
    <>
      <RecordTable
        rows={found.items}
        rowId={(row) => row.person}
        columns={[
          {
            id: 'person',
            label: 'ui-people-person',
            cell: (row) =>
              open ? (
                open(row.person)
              ) : (
                <Go to={`/persons/${row.person}`}>
                  <PersonName id={row.person} />
                </Go>
              ),
          },
          {
            id: 'score',
            label: 'ui-people-score',
            cell: (row) => (
              <Progress
                percent={row.score}
                size={[90, 8]}
                format={() => String(row.score)}
                aria-label={t('ui-people-score-of', { score: row.score, id: shortId(row.person) })}
              />
            ),
          },
          {
            id: 'evidence',
            label: 'ui-people-evidence',
            wraps: true,
            cell: (row) => row.evidence.map((code) => word('evidence', code)).join(t('ui-span-joint-list')),
          },
          { id: 'area', label: 'ui-people-area', cell: (row) => <Area code={row.area} /> },
        ]}
      />
      {found.more && <p>{t('ui-people-too-many')}</p>}
    </>
  );
}
