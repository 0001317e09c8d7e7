// The way of a duty up the ladder: what has happened, what comes next if nothing is done.
import type { Schema } from '@/api';

export type Detail = Schema<'ObligationDetail'>;
export type Rung = {
  at: string;
  /** `passed`: it happened; `next` and `coming`: it will, if the duty stays open; `spared`: it was closed before. */
  standing: 'passed' | 'next' | 'coming' | 'spared';
} & (
  | { kind: 'warned' | 'due' }
  | {
      kind: 'told';
      step: number;
      level: string;
      role: string;
      unit: string | undefined;
      recordedAt: string | undefined;
    }
);

const OPEN = new Set(['open', 'warned', 'overdue']);
/** Whether a duty in this state is still owed. */
export const isOpen = (state: string): boolean => OPEN.has(state);

/** Warning, deadline and steps, in the order of time. */
export function rungs(detail: Detail, now: number): Rung[] {
  const told = new Map(detail.escalations.map((one) => [one.step, one]));
  const end = isOpen(detail.state) ? now : Date.parse(detail.closed_at ?? detail.due_at);
  let next = isOpen(detail.state);
  const standing = (at: string, happened: boolean): Rung['standing'] => {
    if (happened) return 'passed';
    if (!isOpen(detail.state)) return 'spared';
    if (next) {
      next = false;
      return 'next';
    }
    // Beyond the next one, or due and about to be done by the server.
    return Date.parse(at) <= now ? 'next' : 'coming';
  };
  const clocks = (['warned', 'due'] as const).map((kind): Rung => {
    const at = kind === 'warned' ? detail.warn_at : detail.due_at;
    return { kind, at, standing: standing(at, Date.parse(at) <= end) };
  });
  const steps = detail.ladder.map((step): Rung => {
    const done = told.get(step.step);
    return {
      kind: 'told',
      at: done?.at ?? step.at,
      standing: standing(step.at, done !== undefined),
      step: step.step,
      level: done?.level ?? step.level,
      role: step.role,
      unit: done?.to_unit ?? step.unit ?? undefined,
      recordedAt: done?.recorded_at,
    };
  });
  return [...clocks, ...steps];
}
