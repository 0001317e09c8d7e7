// Jobs: what they were asked, what came out. The API tells both as objects of each kind's own; here they get their shape.
import { useEffect, useState } from 'react';
import { useGet, type Schema } from '@/api';
import { listen } from '@/live';

/** A job; what it was asked and what came out are read by `importParams` and its like. */
export type Job = Omit<Schema<'Job'>, 'state' | 'params' | 'result'> & {
  state: string;
  params: unknown;
  result?: unknown;
};

/** Whether a job has ended, one way or another. */
export const isOver = (job: Pick<Job, 'state'>): boolean => job.state !== 'queued' && job.state !== 'running';

/** How much of it is done, 0 to 100; undefined where nobody knows how much there is. */
export function percentOf({ done, total, state }: Pick<Job, 'done' | 'total' | 'state'>): number | undefined {
  if (state === 'done') return 100;
  if (!total) return undefined;
  return Math.min(100, Math.floor((done * 100) / total));
}

export interface ImportParams {
  list: string;
  area?: string | null;
  files: Schema<'SentFile'>[];
  history: boolean;
  leave_out: boolean;
  dry_run: boolean;
}

/** Where a fault lies: what the cell held is not told here. */
export interface Placed {
  type: string;
  of?: number | null;
  row?: number | null;
  field?: string | null;
}

export interface ImportResult {
  import?: string | null;
  dry_run: boolean;
  /** Whether faulty rows refused everything. */
  refused: boolean;
  counts: Schema<'ImportCounts'>;
  faults: Placed[];
  warnings: Placed[];
  /** The file of refused rows of each file. */
  rejected: { of: number; file: string; rows: number }[];
}

export interface ExportParams {
  kinds: string[];
  format: string;
  purpose: string;
  identified: boolean;
  fields: string[];
  as_of?: string | null;
}

export interface ExportResult {
  rows: number;
  files: { kind: string; file: string; watermark: string; rows: number; links: number }[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function importParams({ kind, params }: Pick<Job, 'kind' | 'params'>): ImportParams | undefined {
  if (kind !== 'import' || !isRecord(params) || !Array.isArray(params['files'])) return undefined;
  return params as unknown as ImportParams;
}

export function importResult({ kind, result }: Pick<Job, 'kind' | 'result'>): ImportResult | undefined {
  if (kind !== 'import' || !isRecord(result) || !isRecord(result['counts'])) return undefined;
  return { faults: [], warnings: [], rejected: [], ...result } as unknown as ImportResult;
}

export function exportParams({ kind, params }: Pick<Job, 'kind' | 'params'>): ExportParams | undefined {
  if (kind !== 'export' || !isRecord(params) || !Array.isArray(params['kinds'])) return undefined;
  return params as unknown as ExportParams;
}

export function exportResult({ kind, result }: Pick<Job, 'kind' | 'result'>): ExportResult | undefined {
  if (kind !== 'export' || !isRecord(result) || !Array.isArray(result['files'])) return undefined;
  return result as unknown as ExportResult;
}

/** What a job is called among others: its list, or its purpose. */
export function titleOf(job: Pick<Job, 'kind' | 'params'>): string {
  return importParams(job)?.list ?? exportParams(job)?.purpose ?? '';
}

/** The later of two tellings of one job. */
export function later(read: Job | undefined, told: Job | undefined): Job | undefined {
  if (!read || told?.id !== read.id) return read;
  if (isOver(read) !== isOver(told)) return isOver(read) ? read : told;
  return told.done >= read.done ? told : read;
}

/** A job as it moves: read once, then told by its own stream until it has ended. */
export function useJob(id: string) {
  const found = useGet('/api/v1/jobs/{id}', { path: { id } }, { now: true });
  const [told, setTold] = useState<Job>();
  const job = later(found.data, told);
  const running = job !== undefined && !isOver(job);
  const { refetch } = found;
  useEffect(() => {
    if (!running) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    const watch = async () => {
      while (!signal.aborted) {
        await listen({
          path: `/api/v1/jobs/${id}/events`,
          signal,
          once: true,
          event: ({ event, data }) => {
            if (event === 'job') setTold(JSON.parse(data) as Job);
          },
        });
        if (signal.aborted) return;
        // The stream has ended with the job, or because the server was stopping: then it is listened to again.
        const now = await refetch();
        if (now.isError || !now.data || isOver(now.data.data)) return;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    };
    void watch();
    return () => ending.abort();
  }, [id, running, refetch]);
  return { job, error: found.error, refetch };
}
