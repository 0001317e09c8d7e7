// A job: how far it is, what came out, what can be done now. It goes on by itself, whoever looks.
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { Area, Ask, Facts, Loading, Mark, Page, Problem, RoomTabs, Said, Section, User, When } from '@/parts';
import { useMe } from '@/session';
import styles from '../files.module.css';
import { TABS } from '../tabs';
import { ExportOutcome } from './ExportOutcome';
import { ImportOutcome } from './ImportOutcome';
import {
  exportParams,
  exportResult,
  importParams,
  importResult,
  isOver,
  titleOf,
  useJob,
  type Job,
} from './job';
import { JobState, Progress } from './Progress';

export default function JobDetail() {
  const { id = '' } = useParams();
  const { t, word } = useT();
  const { job, error, refetch } = useJob(id);
  const me = useMe();
  if (error && !job) {
    return (
      <Page title={t('ui-files-job')}>
        <RoomTabs label="ui-files-menu" tabs={TABS} />
        <Problem error={error} retry={refetch} />
      </Page>
    );
  }
  if (!job) return <Loading rows={6} />;
  const asked = importParams(job);
  const taken = importResult(job);
  const wanted = exportParams(job);
  const written = exportResult(job);
  const title = titleOf(job);
  const kind = asked
    ? t(asked.dry_run ? 'ui-files-trial' : 'ui-files-import')
    : wanted
      ? t('ui-files-export')
      : word('job', job.kind);
  return (
    <Page
      title={title ? t('ui-files-job-of', { kind, title }) : kind}
      note={
        <>
          <JobState job={job} /> {wanted?.identified && <Mark tone="late">{t('ui-files-identified')}</Mark>}
        </>
      }
      actions={!isOver(job) && <Cancel job={job} />}
    >
      <RoomTabs label="ui-files-menu" tabs={TABS} />
      {!isOver(job) && (
        <Section title={t('ui-files-progress')}>
          <div aria-live="polite" className={styles['progress']}>
            <Progress job={job} />
            {job.state === 'queued' && <p>{t('ui-files-queued')}</p>}
          </div>
          <p className={styles['quiet']}>{t('ui-files-leave')}</p>
        </Section>
      )}
      {job.fault && <Alert type="error" showIcon title={job.fault.detail} />}
      {job.state === 'cancelled' && <Alert type="info" showIcon title={t('ui-files-was-cancelled')} />}
      {asked && taken && <ImportOutcome job={job} asked={asked} result={taken} own={job.user === me.user} />}
      {written && <ExportOutcome job={job} result={written} own={job.user === me.user} />}
      <Section title={t('ui-files-asked')}>
        <Facts
          pairs={[
            [t('ui-files-by'), <User key="by" id={job.user} />],
            [t('ui-files-submitted'), <When key="at" at={job.submitted_at} kind="second" />],
            [t('ui-files-started'), job.started_at && <When at={job.started_at} kind="second" />],
            [t('ui-files-finished'), job.finished_at && <When at={job.finished_at} kind="second" />],
            [t('ui-files-area'), <Area key="area" code={job.area} />],
            [t('ui-files-list-name'), asked && <Said text={asked.list} />],
            [t('ui-files-files'), asked && String(asked.files.length)],
            [t('ui-files-history'), asked?.history && t('ui-files-yes')],
            [t('ui-files-leave-out'), asked?.leave_out && t('ui-files-yes')],
            [t('ui-files-kinds'), wanted?.kinds.map((code) => word('records', code)).join(' · ')],
            [t('ui-files-format'), wanted?.format],
            [t('ui-files-purpose'), wanted && <Said text={wanted.purpose} />],
            [t('ui-files-as-of'), wanted?.as_of && <When at={wanted.as_of} kind="second" />],
          ]}
        />
      </Section>
    </Page>
  );
}

function Cancel({ job }: { job: Job }) {
  const { t } = useT();
  const [asking, setAsking] = useState(false);
  const cancel = useCommand('/api/v1/jobs/{id}/cancel', { done: () => setAsking(false) });
  return (
    <>
      <Button
        disabled={job.cancel_requested}
        onClick={() => {
          cancel.renew();
          setAsking(true);
        }}
      >
        {t('ui-files-cancel')}
      </Button>
      {asking && (
        <Ask
          title={t('ui-files-cancel-title')}
          consequence={t(job.kind === 'import' ? 'ui-files-cancel-import' : 'ui-files-cancel-other')}
          confirm={t('ui-files-cancel')}
          command={cancel}
          act={() => void cancel.run({ path: { id: job.id }, body: {} })}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
