// What closes a duty, and what the form for it must know. The rule says which kinds of fact; no rule is named here.
import type { Schema } from '@/api';
import type { Action } from '@/session';
import type { Detail } from './ladder';

export type EvidenceKind = Schema<'EvidenceKind'>;

/** Kinds of fact that can be recorded here, and what it takes: one of these. */
export const RECORDED_BY = {
  fever_reported: ['report_fever'],
  visit_disposed: ['report_fever'],
  test_result: ['record_test'],
  case_reported: ['manage_cases'],
  card_revised: ['manage_cases'],
  investigation_done: ['manage_cases'],
  case_isolated: ['treat_cases'],
  case_admitted: ['treat_cases'],
  treatment_planned: ['treat_cases'],
  contact_reached: ['trace_contacts'],
  isolation_started: ['carry_out_orders'],
  order_issued: ['issue_orders'],
  order_amended: ['issue_orders'],
  order_released: ['issue_orders'],
  order_lifted: ['issue_orders'],
  check_done: ['carry_out_orders'],
  glass_reviewed: ['review_glass'],
  duty_gap_filled: ['manage_duty'],
  rectification_verified: ['verify_rectification', 'rectify'],
} as const satisfies Record<string, readonly Action[]>;
export type Recorded = keyof typeof RECORDED_BY;

export function isRecorded(fact: string): fact is Recorded {
  return Object.hasOwn(RECORDED_BY, fact);
}

/** The evidence that somebody may record, one of a kind. */
export function offered(
  detail: Detail,
  may: (action: Action) => boolean,
): (EvidenceKind & { fact: Recorded })[] {
  const seen = new Set<string>();
  return detail.closed_by.flatMap((evidence) => {
    const { fact } = evidence;
    if (!isRecorded(fact) || seen.has(fact) || !RECORDED_BY[fact].some(may)) return [];
    seen.add(fact);
    return [{ ...evidence, fact }];
  });
}

/**
 * Words that a condition asks of a field, as `fact.stage == 'full_report'` and `fact.disposition == 'held' || …` do;
 * none where it asks nothing of it, or rules something out.
 */
export function wordsAsked(condition: string | null | undefined, field: string): string[] {
  const asked = new RegExp(`fact\\.${field}\\s*==\\s*'([a-z0-9_]+)'`, 'g');
  return [...(condition ?? '').matchAll(asked)].map(([, word]) => word ?? '');
}

/** Words that a condition rules out: `fact.method != 'antigen'`. */
export function wordsBarred(condition: string | null | undefined, field: string): string[] {
  const barred = new RegExp(`fact\\.${field}\\s*!=\\s*'([a-z0-9_]+)'`, 'g');
  return [...(condition ?? '').matchAll(barred)].map(([, word]) => word ?? '');
}

/** The words of a list that close the duty by a condition. */
export function closing<T extends string>(
  all: readonly T[],
  condition: string | null | undefined,
  field: string,
): T[] {
  const asked = wordsAsked(condition, field);
  const barred = wordsBarred(condition, field);
  return all.filter((word) => (asked.length === 0 || asked.includes(word)) && !barred.includes(word));
}

/** Whom a duty is about, as far as its own facts say so. */
export function personIn(detail: Pick<Detail, 'subject' | 'facts'>): string | undefined {
  if (detail.subject.kind === 'person') return detail.subject.id;
  for (const fact of detail.facts) {
    const found = [fact.subject, ...fact.refs].find(({ kind }) => kind === 'person');
    if (found) return found.id;
  }
  return undefined;
}

/** The disease of a duty: its rule's, or that of the fact that opened it. */
export function diseaseIn(detail: Pick<Detail, 'disease' | 'facts'>): string | undefined {
  if (detail.disease !== 'any') return detail.disease;
  for (const { body } of detail.facts) {
    const disease = (body as Record<string, unknown>)['disease'];
    if (typeof disease === 'string') return disease;
  }
  return undefined;
}
