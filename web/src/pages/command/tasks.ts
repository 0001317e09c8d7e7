// Tasks as lists ask for them, and what may be done with one.
import type { Schema } from '@/api';

export type Task = Schema<'Task'>;
export const VIEWS = ['open', 'mine', 'late', 'submitted', 'ended'] as const;
export type View = (typeof VIEWS)[number];

const OPEN = 'issued,received,submitted,returned';

/** What a view asks for. */
export function viewQuery(view: View, unit: string | undefined, now: number) {
  switch (view) {
    case 'mine':
      return { status: OPEN, ...(unit ? { unit } : {}) };
    // The moment is cut to minutes, so that a list is not asked for anew with every second.
    case 'late':
      return { status: OPEN, due_before: new Date(Math.floor(now / 60_000) * 60_000).toISOString() };
    case 'submitted':
      return { status: 'submitted' };
    case 'ended':
      return { status: 'done,cancelled' };
    default:
      return { status: OPEN };
  }
}

/** How a deadline looks: late where it is past and the task has not ended. */
export function deadlineOf(task: Pick<Task, 'status' | 'due_at'>, now: number): string {
  if (task.status === 'done') return 'met';
  if (task.status === 'cancelled') return 'void';
  return Date.parse(task.due_at) < now ? 'overdue' : 'open';
}

/** What somebody may do with a task now. */
export type Deed =
  'receive' | 'submit' | 'ask_extension' | 'answer_extension' | 'verify' | 'return' | 'cancel';

/** The deeds that are open to somebody of a unit with these actions: the unit acts, others judge. */
export function deeds(
  task: Pick<Task, 'status' | 'unit' | 'extension'>,
  unit: string | undefined,
  may: (action: 'rectify' | 'issue_directives' | 'verify_rectification') => boolean,
): Deed[] {
  const own = unit === task.unit;
  const found: Deed[] = [];
  if (task.status === 'done' || task.status === 'cancelled') return found;
  if (own && may('rectify')) {
    if (task.status === 'issued') found.push('receive');
    if (task.status === 'received' || task.status === 'returned') found.push('submit');
    if (task.status !== 'submitted' && !task.extension) found.push('ask_extension');
  }
  if (!own) {
    if (task.status === 'submitted' && may('verify_rectification')) found.push('verify', 'return');
    if (task.extension && may('issue_directives')) found.push('answer_extension');
    if (may('issue_directives')) found.push('cancel');
  }
  return found;
}
