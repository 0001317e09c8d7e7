// What the numbers of a bulletin count, by the names that the lists behind a board have.
import type { Counted } from '../command/behind';

const COUNTED: Record<string, Counted> = {
  cases_total: 'total',
  cases_new: 'new_24h',
  cases_active: 'active',
  orders_in_force: 'in_force',
  duties_overdue: 'overdue',
};

/** The heading of the list behind a number; those of a class are cases. */
export const countedAs = (name: string): Counted => COUNTED[name] ?? 'cases';
