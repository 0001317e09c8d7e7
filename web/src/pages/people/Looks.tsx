// Who looked at this person, found him in a list or took him out with an export, or was refused when he tried. For the
// auditor alone.
import { useParams } from 'react-router';
import { useT } from '@/i18n';
import {
  Area,
  choice,
  code,
  days,
  Page,
  PersonName,
  RecordList,
  Said,
  shortId,
  User,
  When,
  type Filter,
} from '@/parts';

const KINDS = ['look', 'list', 'search', 'export', 'denial', 'break_glass', 'notice'] as const;
const FILTERS: Filter[] = [
  choice('kind', 'ui-people-look-kind', 'audit', KINDS),
  days('from', 'until', 'ui-people-look-at'),
  code('action', 'ui-people-look-action'),
];

export default function Looks() {
  const { id = '' } = useParams();
  const { t, word } = useT();
  return (
    <Page title={t('ui-people-looks-of', { id: shortId(id) })} note={<PersonName id={id} />}>
      <RecordList
        id="looks"
        path="/api/v1/audit"
        query={{ person: id }}
        filters={FILTERS}
        read={{ now: true }}
        empty={t('ui-people-looks-none')}
        columns={[
          {
            id: 'at',
            label: 'ui-people-look-at',
            always: true,
            cell: (row) => <When at={row.at} kind="second" />,
          },
          { id: 'kind', label: 'ui-people-look-kind', cell: (row) => word('audit', row.kind) },
          { id: 'user', label: 'ui-people-look-by', cell: (row) => <User id={row.user} /> },
          { id: 'action', label: 'ui-people-look-action', cell: (row) => <code>{row.action}</code> },
          {
            id: 'purpose',
            label: 'ui-names-purpose',
            wraps: true,
            cell: (row) => (row.purpose ? <Said text={row.purpose} /> : ''),
          },
          { id: 'area', label: 'ui-people-area', cell: (row) => <Area code={row.area} /> },
          { id: 'count', label: 'ui-people-look-count', align: 'end', cell: (row) => row.count },
        ]}
      />
    </Page>
  );
}
