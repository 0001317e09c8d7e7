// Cases of what is looked at: the example of a list.
import { Go, useAddress } from '@/address';
import {
  Area,
  choice,
  code,
  days,
  EpiWeek,
  NamesSwitch,
  Page,
  PersonName,
  RecordList,
  When,
  type Filter,
} from '@/parts';
import { useT } from '@/i18n';
import { CLASSES, ClassMark, STATES } from './words';

const FILTERS: Filter[] = [
  choice('classification', 'ui-clinical-class', 'classification', CLASSES),
  choice('status', 'ui-clinical-state', 'casestate', STATES),
  days('opened_from', 'opened_until', 'ui-clinical-opened'),
  code('number', 'ui-clinical-number'),
];

export default function CaseList() {
  const { t, word } = useT();
  const { area, disease } = useAddress();
  return (
    <Page title={t('ui-clinical-cases')} actions={<NamesSwitch />}>
      <RecordList
        id="cases"
        path="/api/v1/cases"
        query={{ area, disease }}
        filters={FILTERS}
        empty={t('ui-clinical-none')}
        columns={[
          {
            id: 'number',
            label: 'ui-clinical-number',
            always: true,
            cell: (row) => <Go to={`/cases/${row.id}`}>{row.number}</Go>,
          },
          {
            id: 'person',
            label: 'ui-clinical-person',
            cell: (row) => <PersonName id={row.person} />,
          },
          {
            id: 'disease',
            label: 'ui-clinical-disease',
            // Of one disease alone there is nothing to tell.
            hidden: disease !== undefined,
            cell: (row) => word('disease', row.disease),
          },
          {
            id: 'class',
            label: 'ui-clinical-class',
            wraps: true,
            cell: (row) => <ClassMark of={row.classification} />,
          },
          { id: 'state', label: 'ui-clinical-state', cell: (row) => word('casestate', row.status) },
          { id: 'onset', label: 'ui-clinical-onset', cell: (row) => <When at={row.onset_on} /> },
          {
            id: 'week',
            label: 'ui-clinical-week',
            hidden: true,
            cell: (row) => <EpiWeek on={row.onset_on} />,
          },
          { id: 'area', label: 'ui-clinical-area', cell: (row) => <Area code={row.area} /> },
          { id: 'opened', label: 'ui-clinical-opened', cell: (row) => <When at={row.opened_at} /> },
          {
            id: 'reported',
            label: 'ui-clinical-reported',
            hidden: true,
            cell: (row) => <When at={row.reported_at} />,
          },
        ]}
      />
    </Page>
  );
}
