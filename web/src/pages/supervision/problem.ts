// A listed problem as its facts tell it.
import type { Schema } from '@/api';

type Fact = Schema<'Fact'>;

export interface Told {
  id: string;
  area: string;
  directive: string | undefined;
  title: string;
  unit: string;
  dueAt: string;
  severity: string;
  status: 'assigned' | 'submitted' | 'returned' | 'closed';
  /** What was said to be mended, last. */
  evidence: string | undefined;
  /** Why it went back, last. */
  reason: string | undefined;
}

const text = (body: Record<string, unknown>, field: string) =>
  typeof body[field] === 'string' ? body[field] : '';

/** The problem after its facts, in the order in which they were recorded. */
export function problemOf(facts: readonly Fact[]): Told | undefined {
  let problem: Told | undefined;
  const inOrder = [...facts].sort(
    (a, b) => Date.parse(a.recorded_at) - Date.parse(b.recorded_at) || a.id.localeCompare(b.id),
  );
  for (const fact of inOrder) {
    const body = fact.body as Record<string, unknown>;
    if (fact.kind === 'problem_listed') {
      problem = {
        id: fact.subject.id,
        area: fact.area,
        directive: fact.refs.find(({ kind }) => kind === 'directive')?.id,
        title: text(body, 'title'),
        unit: text(body, 'unit'),
        dueAt: text(body, 'due_at'),
        severity: text(body, 'severity'),
        status: 'assigned',
        evidence: undefined,
        reason: undefined,
      };
    } else if (!problem) continue;
    else if (fact.kind === 'rectification_submitted')
      problem = { ...problem, status: 'submitted', evidence: text(body, 'evidence') };
    else if (fact.kind === 'rectification_returned')
      problem = {
        ...problem,
        status: 'returned',
        reason: text(body, 'reason'),
        dueAt: text(body, 'due_at') || problem.dueAt,
      };
    else if (fact.kind === 'rectification_verified') problem = { ...problem, status: 'closed' };
  }
  return problem;
}

/** How a deadline of a problem looks: late where it is past and the problem is not closed. */
export function deadlineState(status: string, dueAt: string, now: number): string {
  if (status === 'closed') return 'met';
  return Date.parse(dueAt) < now ? 'overdue' : 'open';
}
