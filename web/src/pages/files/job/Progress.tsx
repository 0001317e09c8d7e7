// How far a job is: a bar with words, told also to whoever does not see it.
import { Progress as Bar } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { call } from '@/api';
import { useT } from '@/i18n';
import { Count, Mark, type MarkTone } from '@/parts';
import styles from '../files.module.css';
import { isOver, percentOf, type Job } from './job';

const TONES: Readonly<Record<string, MarkTone>> = { running: 'calm', done: 'done', failed: 'late' };

/** The state of a job in words; the colour only helps. */
export function JobState({ job }: { job: Pick<Job, 'state' | 'cancel_requested'> }) {
  const { t, word } = useT();
  return (
    <Mark tone={TONES[job.state] ?? 'plain'}>
      {job.cancel_requested && !isOver(job) ? t('ui-files-stopping') : word('jobstate', job.state)}
    </Mark>
  );
}

export function Progress({ job }: { job: Pick<Job, 'state' | 'done' | 'total'> }) {
  const { t } = useT();
  const percent = percentOf(job);
  if (percent === undefined) {
    return (
      <span className={styles['counting']}>
        <Count of={job.done} />
      </span>
    );
  }
  return <Bar percent={percent} size="small" aria-label={t('ui-files-progress')} />;
}

/** How often a running job in a list is asked how far it is, in milliseconds. */
const EVERY = 2_000;

/** A job in a list: asked again while it runs, since a stream for each row would use up the connections. */
export function JobLine({ job }: { job: Job }) {
  const { data } = useQuery<Job>({
    queryKey: ['job', job.id],
    enabled: !isOver(job),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : EVERY),
    queryFn: async ({ signal }) =>
      (await call('get', '/api/v1/jobs/{id}', { path: { id: job.id }, signal })).data as Job,
  });
  const now = data ?? job;
  return (
    <span className={styles['line']}>
      <JobState job={now} />
      {!isOver(now) && <Progress job={now} />}
    </span>
  );
}
