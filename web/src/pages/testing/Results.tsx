// Results as they became known.
import { useAddress } from '@/address';
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
  When,
  type Filter,
} from '@/parts';
import styles from './testing.module.css';

const FILTERS: Filter[] = [
  choice('result', 'ui-testing-result', 'result', ['positive', 'negative', 'invalid', 'withdrawn']),
  days('sampled_from', 'sampled_before', 'ui-testing-sampled'),
];

export default function Results() {
  const { t, word } = useT();
  const { area, disease } = useAddress();
  return (
    <Page title={t('ui-testing-results')} actions={<NamesSwitch />}>
      <RecordList
        id="results"
        path="/api/v1/test_results"
        query={{ area, disease }}
        filters={FILTERS}
        empty={t('ui-testing-results-none')}
        columns={[
          {
            id: 'resulted',
            label: 'ui-testing-resulted',
            always: true,
            cell: (row) => <When at={row.resulted_at} />,
          },
          {
            id: 'result',
            label: 'ui-testing-result',
            always: true,
            cell: (row) =>
              row.withdrawn ? (
                word('result', 'withdrawn')
              ) : (
                <span className={styles['outcome']} data-result={row.result}>
                  {word('result', row.result)}
                </span>
              ),
          },
          { id: 'ct', label: 'ui-testing-ct', align: 'end', cell: (row) => row.ct },
          { id: 'person', label: 'ui-testing-person', cell: (row) => <PersonName id={row.person} /> },
          { id: 'disease', label: 'ui-testing-disease', cell: (row) => word('disease', row.disease) },
          { id: 'method', label: 'ui-testing-method', cell: (row) => word('method', row.method) },
          { id: 'sampled', label: 'ui-testing-sampled', cell: (row) => <When at={row.sampled_at} /> },
          { id: 'unit', label: 'ui-testing-lab', cell: (row) => <Unit id={row.unit} /> },
          { id: 'area', label: 'ui-testing-area', cell: (row) => <Area code={row.area} /> },
          {
            id: 'known',
            label: 'ui-testing-known',
            hidden: true,
            cell: (row) => <When at={row.recorded_from_at} />,
          },
        ]}
      />
    </Page>
  );
}
