// Results as they are entered in a laboratory, many at once: pure functions.
import type { Body, Schema } from '@/api';
import type { Entry } from '@/offline';
import { numberOf } from '@/parts/input';

export type Outcome = Schema<'TestOutcome'>;
export type Method = Schema<'TestMethod'>;

/** A sample whose result is to be entered. */
export interface Row {
  /** Of this list alone. */
  key: string;
  person: string;
  /** Where it was typed here. */
  name?: string;
  disease: string;
  method: Method;
  /** In milliseconds. */
  sampledAt: number;
  result?: Outcome;
  /** As typed. */
  ct: string;
}

/** One sample is not entered twice: it is the same person, disease, method and minute. */
export const sameSample = (
  a: Pick<Row, 'person' | 'disease' | 'method' | 'sampledAt'>,
  b: typeof a,
): boolean =>
  a.person === b.person &&
  a.disease === b.disease &&
  a.method === b.method &&
  Math.floor(a.sampledAt / 60_000) === Math.floor(b.sampledAt / 60_000);

/** Why a row cannot be recorded; nothing for one that can. `now` is the time of the business. */
export function faultOf(row: Row, now: number): 'result' | 'ct' | 'future' | undefined {
  if (!row.result) return 'result';
  if (row.sampledAt > now + 60_000) return 'future';
  if (row.ct.trim() === '') return undefined;
  const ct = numberOf(row.ct);
  return ct === undefined || ct < 5 || ct > 50 ? 'ct' : undefined;
}

export function bodyOf(row: Row & { result: Outcome }): Body<'/api/v1/test_results'> {
  const ct = numberOf(row.ct);
  const { person, disease, method, result } = row;
  const sampled_at = new Date(row.sampledAt).toISOString();
  return { person, disease, method, result, sampled_at, ...(ct === undefined ? {} : { ct }) };
}

/** Whether a result of this sample was recorded here already, and not refused. */
export function recordedBefore(
  entries: readonly Entry[],
  row: Pick<Row, 'person' | 'disease' | 'method' | 'sampledAt'>,
): boolean {
  return entries.some(({ state, content }) => {
    if (state === 'refused' || content?.command.path !== '/api/v1/test_results') return false;
    const { person, disease, method, sampled_at } = content.command.body;
    return sameSample({ person, disease, method, sampledAt: Date.parse(sampled_at ?? '') }, row);
  });
}
