// Which units need to be looked at first.
import type { Schema } from '@/api';

export type Line = Schema<'UnitObligations'>;

/** Units that owe something, the latest first. */
export function byTrouble(lines: readonly Line[]): Line[] {
  const owes = (line: Line) => line.unclosed.count + line.met_late.count > 0;
  return lines
    .filter(owes)
    .sort(
      (a, b) =>
        b.overdue.count - a.overdue.count ||
        b.due_soon.count - a.due_soon.count ||
        b.met_late.count - a.met_late.count ||
        b.unclosed.count - a.unclosed.count ||
        a.name.zh.localeCompare(b.name.zh),
    );
}
