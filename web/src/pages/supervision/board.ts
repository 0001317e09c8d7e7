// What the board asks for: whose duties, by which clock. All of it stands in the address.
import { addDays, dayIn, dayStart } from '@/parts/calendar';

/** One's own, one's unit's, or all of the area looked at. */
export const WHOSE = ['mine', 'my_unit', 'area'] as const;
export type Whose = (typeof WHOSE)[number];

/** By the clock: late, soon, today, all that is open, what was closed within a week. */
export const CLOCKS = ['overdue', 'soon', 'today', 'open', 'closed'] as const;
export type Clock = (typeof CLOCKS)[number];

/** How far ahead a duty is soon due, in milliseconds. */
export const SOON = 2 * 3_600_000;
const WEEK = 7 * 86_400_000;
const CLOSED = 'met,met_late,waived,handed_over';

type Query = Record<string, string | boolean>;

const iso = (at: number) => new Date(at).toISOString();

/** The part of the query that a clock makes, at a moment. */
export function clockQuery(clock: Clock, now: number, zone: string): Query {
  switch (clock) {
    case 'overdue':
      return { state: 'overdue' };
    case 'soon':
      return { unclosed: true, due_from: iso(now), due_before: iso(now + SOON) };
    case 'today':
      return { unclosed: true, due_from: iso(now), due_before: dayStart(addDays(dayIn(now, zone), 1), zone) };
    case 'open':
      return { unclosed: true };
    case 'closed':
      return { state: CLOSED, due_from: iso(now - WEEK) };
  }
}

/** The API's own filters, which a number of the situation board brings along. */
const BROUGHT = [
  'unit',
  'user',
  'rule',
  'state',
  'unclosed',
  'escalated',
  'schedule',
  'due_from',
  'due_before',
  'subject_kind',
  'subject',
];

/** What an address brings of the API's filters. */
export function broughtBy(search: URLSearchParams): Query {
  return Object.fromEntries(
    BROUGHT.flatMap((name) => {
      const value = search.get(name);
      return value === null ? [] : [[name, value === 'true' ? true : value]];
    }),
  );
}

export interface Asked {
  whose: Whose;
  /** None where the address brings its own filters. */
  clock: Clock | undefined;
  query: Query;
}

/**
 * What is asked for. `minute`: the moment, in whole minutes, so that an answer is kept for one; `unit`: whether somebody
 * has a unit; `area`: the area looked at.
 */
export function asked(
  search: URLSearchParams,
  minute: number,
  zone: string,
  unit: boolean,
  area: string | undefined,
): Asked {
  const brought = broughtBy(search);
  const clock =
    CLOCKS.find((one) => one === search.get('clock')) ??
    (Object.keys(brought).length > 0 ? undefined : 'open');
  const usual: Whose = unit && clock !== undefined ? 'my_unit' : 'area';
  const whose = WHOSE.find((one) => one === search.get('whose')) ?? usual;
  // Without an area that is looked at, the area of one's seat.
  const holder: Query =
    whose !== 'area' ? { whose } : area === undefined && clock !== undefined ? { whose: 'my_area' } : {};
  return {
    whose,
    clock,
    query: {
      ...holder,
      ...(area === undefined ? {} : { area }),
      ...(clock ? clockQuery(clock, minute, zone) : brought),
    },
  };
}

/** The moment in whole minutes. */
export function minuteOf(now: number): number {
  return Math.floor(now / 60_000) * 60_000;
}
