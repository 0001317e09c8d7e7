// Exposures of what is looked at, and recording one.
import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useAddress } from '@/address';
import { useT } from '@/i18n';
import { NamesSwitch, Page, RecordList, useShortcut, type Filter } from '@/parts';
import { useMay } from '@/session';
import { useExposureColumns } from './ExposureTable';
import { RecordExposure } from './RecordExposure';

const FILTERS: Filter[] = [
  {
    kind: 'choice',
    names: ['status'],
    label: 'ui-investigation-standing',
    group: 'exposurestate',
    options: ['standing', 'retracted'],
  },
];

export default function ExposureList() {
  const { t } = useT();
  const { area, disease } = useAddress();
  const may = useMay();
  const columns = useExposureColumns();
  const [recording, setRecording] = useState(false);
  const traces = may('trace_contacts');
  useShortcut('n', 'ui-investigation-record', () => traces && setRecording(true));
  return (
    <Page
      title={t('ui-investigation-exposures')}
      actions={
        <>
          <NamesSwitch />
          {traces && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setRecording(true)}>
              {t('ui-investigation-record')}
            </Button>
          )}
        </>
      }
    >
      {recording && <RecordExposure close={() => setRecording(false)} />}
      <RecordList
        id="exposures"
        path="/api/v1/exposures"
        query={{ area, disease }}
        filters={FILTERS}
        empty={t('ui-investigation-exposures-none')}
        columns={columns}
      />
    </Page>
  );
}
