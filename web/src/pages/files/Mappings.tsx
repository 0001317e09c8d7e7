// Mappings that were kept under a name.
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useCommand, type Schema } from '@/api';
import { Localized, useT } from '@/i18n';
import { Area, Ask, Page, RecordList, RoomTabs, Said, When } from '@/parts';
import styles from './files.module.css';
import { TABS } from './tabs';

export default function Mappings() {
  const { t, word } = useT();
  const [shown, setShown] = useState<Schema<'SavedMapping'>>();
  const [asked, setAsked] = useState<Schema<'SavedMapping'>>();
  const forget = useCommand('/api/v1/imports/mappings/forget', { done: () => setAsked(undefined) });
  return (
    <Page title={t('ui-files-mappings')} note={t('ui-files-mappings-note')}>
      <RoomTabs label="ui-files-menu" tabs={TABS} />
      <RecordList
        id="mappings"
        path="/api/v1/imports/mappings"
        read={{ now: true }}
        empty={t('ui-files-mappings-none')}
        rowId={(row) => `${row.area} ${row.name}`}
        columns={[
          {
            id: 'name',
            wraps: true,
            label: 'ui-files-mapping-name',
            always: true,
            cell: (row) => (
              <Button type="link" size="small" className={styles['link'] ?? ''} onClick={() => setShown(row)}>
                <Said text={row.name} />
              </Button>
            ),
          },
          { id: 'kind', label: 'ui-files-kind', cell: (row) => word('rows', row.kind) },
          { id: 'area', label: 'ui-files-mapping-area', cell: (row) => <Area code={row.area} /> },
          { id: 'saved', label: 'ui-files-mapping-saved', cell: (row) => <When at={row.saved_at} /> },
          {
            id: 'forget',
            label: 'ui-files-mapping-forget',
            cell: (row) => (
              <Button
                size="small"
                danger
                onClick={() => {
                  forget.renew();
                  setAsked(row);
                }}
              >
                {t('ui-files-mapping-forget')}
              </Button>
            ),
          },
        ]}
      />
      {shown && (
        <Modal open title={shown.name} footer={null} width={680} onCancel={() => setShown(undefined)}>
          <pre className={styles['code']} data-said>
            {shown.mapping}
          </pre>
        </Modal>
      )}
      {asked && (
        <Ask
          danger
          title={
            <Localized id="ui-files-mapping-forget-title" elems={{ name: <Said text={asked.name} /> }}>
              <span />
            </Localized>
          }
          consequence={t('ui-files-mapping-forget-text')}
          confirm={t('ui-files-mapping-forget')}
          command={forget}
          act={() => void forget.run({ body: { area: asked.area, name: asked.name } })}
          close={() => setAsked(undefined)}
        />
      )}
    </Page>
  );
}
