// Samples: which wait for a result, which have one; from here a result is entered without a label.
import { Button } from 'antd';
import { useAddress, useGo } from '@/address';
import { freshKey, type Row as RowOf } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  choice,
  days,
  NamesSwitch,
  Page,
  PersonName,
  RecordList,
  Unit,
  useDraft,
  When,
  type Filter,
} from '@/parts';
import { useMay } from '@/session';
import { sameSample, type Row } from './results';

type Sample = RowOf<'/api/v1/samples'>;

const FILTERS: Filter[] = [
  choice('state', 'ui-testing-state', 'samplestate', ['awaiting', 'resulted', 'withdrawn']),
  days('sampled_from', 'sampled_before', 'ui-testing-sampled'),
];

export default function Samples() {
  const { t, word } = useT();
  const { area, disease } = useAddress();
  const may = useMay();
  const go = useGo();
  const [rows, keep] = useDraft<Row[]>('results');
  const enter = ({ person, disease: of, method, sampled_at }: Sample) => {
    const sampledAt = Date.parse(sampled_at);
    const row: Row = { key: freshKey(), person, disease: of, method, sampledAt, ct: '' };
    if (!rows?.some((other) => sameSample(other, row))) keep([...(rows ?? []), row]);
    go('/results/enter');
  };
  return (
    <Page title={t('ui-testing-samples')} actions={<NamesSwitch />}>
      <RecordList
        id="samples"
        path="/api/v1/samples"
        query={{ area, disease }}
        filters={FILTERS}
        empty={t('ui-testing-samples-none')}
        columns={[
          {
            id: 'sampled',
            label: 'ui-testing-sampled',
            always: true,
            cell: (row) => <When at={row.sampled_at} />,
          },
          { id: 'person', label: 'ui-testing-person', cell: (row) => <PersonName id={row.person} /> },
          { id: 'disease', label: 'ui-testing-disease', cell: (row) => word('disease', row.disease) },
          { id: 'method', label: 'ui-testing-method', cell: (row) => word('method', row.method) },
          { id: 'state', label: 'ui-testing-state', cell: (row) => word('samplestate', row.state) },
          { id: 'unit', label: 'ui-testing-unit', cell: (row) => <Unit id={row.unit} /> },
          { id: 'area', label: 'ui-testing-area', cell: (row) => <Area code={row.area} /> },
          {
            id: 'known',
            label: 'ui-testing-known',
            hidden: true,
            cell: (row) => <When at={row.recorded_from_at} />,
          },
          {
            id: 'do',
            label: 'ui-testing-do',
            always: true,
            cell: (row) =>
              may('record_test') &&
              row.state === 'awaiting' && (
                <Button size="small" onClick={() => enter(row)}>
                  {t('ui-testing-enter')}
                </Button>
              ),
          },
        ]}
      />
    </Page>
  );
}
