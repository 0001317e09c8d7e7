// Imports of lists: what was taken in, when, and how it stands.
import { Button } from 'antd';
import { Go, useGo } from '@/address';
import { useT } from '@/i18n';
import { Area, Count, Page, RecordList, RoomTabs, Said, User, When } from '@/parts';
import { useMay } from '@/session';
import { TABS } from './tabs';

export default function Imports() {
  const { t, word } = useT();
  const may = useMay();
  const go = useGo();
  return (
    <Page
      title={t('ui-files-imports')}
      actions={
        may('import_cases') && (
          <Button type="primary" onClick={() => go('/files/import')}>
            {t('ui-files-new')}
          </Button>
        )
      }
    >
      <RoomTabs label="ui-files-menu" tabs={TABS} />
      <RecordList
        id="imports"
        path="/api/v1/imports"
        read={{ now: true }}
        empty={t('ui-files-imports-none')}
        tone={(row) => (row.state === 'broken_off' ? 'warn' : undefined)}
        columns={[
          {
            id: 'list',
            wraps: true,
            label: 'ui-files-list-name',
            always: true,
            cell: (row) => (
              <Go to={`/files/imports/${row.id}`}>
                <Said text={row.list} />
              </Go>
            ),
          },
          { id: 'kind', label: 'ui-files-kind', cell: (row) => word('rows', row.kind) },
          { id: 'state', label: 'ui-files-state', cell: (row) => word('importstate', row.state) },
          { id: 'area', label: 'ui-files-area', cell: (row) => <Area code={row.area} /> },
          { id: 'begun', label: 'ui-files-started', cell: (row) => <When at={row.started_at} /> },
          {
            id: 'rows',
            label: 'ui-files-count-rows',
            align: 'end',
            cell: (row) => <Count of={row.counts.rows} />,
          },
          {
            id: 'new',
            label: 'ui-files-count-new',
            align: 'end',
            cell: (row) => <Count of={row.counts.new} />,
          },
          {
            id: 'changed',
            label: 'ui-files-count-changed',
            align: 'end',
            cell: (row) => <Count of={row.counts.changed} />,
          },
          {
            id: 'rejected',
            label: 'ui-files-count-rejected',
            align: 'end',
            cell: (row) => <Count of={row.counts.rejected} />,
          },
          {
            id: 'files',
            wraps: true,
            label: 'ui-files-files',
            hidden: true,
            cell: (row) => <Said text={row.files} />,
          },
          { id: 'by', label: 'ui-files-by', hidden: true, cell: (row) => <User id={row.by} /> },
        ]}
      />
    </Page>
  );
}
