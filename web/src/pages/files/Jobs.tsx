// Long work: one's own, and that of areas that one administers.
import { Go, useAddress } from '@/address';
import { useT } from '@/i18n';
import { choice, type Filter, Page, RecordList, RoomTabs, Said, User, When } from '@/parts';
import { titleOf } from './job/job';
import { JobLine } from './job/Progress';
import { TABS } from './tabs';

const FILTERS: Filter[] = [
  choice('kind', 'ui-files-kind', 'job', ['import', 'export']),
  choice('state', 'ui-files-state', 'jobstate', ['queued', 'running', 'done', 'failed', 'cancelled']),
];

export default function Jobs() {
  const { t, word } = useT();
  const { area } = useAddress();
  return (
    <Page title={t('ui-files-jobs')} note={t('ui-files-jobs-note')}>
      <RoomTabs label="ui-files-menu" tabs={TABS} />
      <RecordList
        id="jobs"
        path="/api/v1/jobs"
        query={{ area }}
        filters={FILTERS}
        read={{ now: true }}
        empty={t('ui-files-jobs-none')}
        tone={(row) => (row.state === 'failed' ? 'late' : undefined)}
        columns={[
          {
            id: 'what',
            wraps: true,
            label: 'ui-files-job',
            always: true,
            cell: (row) => (
              <Go to={`/files/jobs/${row.id}`}>
                {titleOf(row) ? <Said text={titleOf(row)} /> : word('job', row.kind)}
              </Go>
            ),
          },
          { id: 'kind', label: 'ui-files-kind', cell: (row) => word('job', row.kind) },
          { id: 'state', label: 'ui-files-state', cell: (row) => <JobLine job={row} /> },
          { id: 'submitted', label: 'ui-files-submitted', cell: (row) => <When at={row.submitted_at} /> },
          { id: 'finished', label: 'ui-files-finished', cell: (row) => <When at={row.finished_at} /> },
          { id: 'by', label: 'ui-files-by', cell: (row) => <User id={row.user} /> },
        ]}
      />
    </Page>
  );
}
