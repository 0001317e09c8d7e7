// Whom a worker has to see today, made of what the API answers. Pure: no network, no clock.
import type { Schema } from '@/api';
import type { Language } from '@/i18n';
import type { Entry } from '@/offline';
import { dayIn, instantText, wallAt } from '../calendar';

export type ScheduleLine = Schema<'Items_ScheduleLine'>['items'][number];
export type Order = Schema<'Page_Order'>['items'][number];
export type Missed = Schema<'Items_Obligation'>['items'][number];

export type TaskKind = 'check' | 'test' | 'visit';

/** Something that is to be done about somebody. */
export interface Task {
  kind: TaskKind;
  order: string;
  /** Which one within the order; absent of a visit. */
  occurrence?: string;
  disease?: string;
  /** From when it counts. */
  from?: string;
  due?: string;
  /** `waiting` is our own: recorded here, and not sent yet. */
  state: 'open' | 'late' | 'done' | 'waiting';
}

/** What names somebody, where it may be read. */
export interface Named {
  name?: string;
  phone?: string;
  address?: string;
}

export interface Someone extends Named {
  person: string;
  area?: string;
  measure: string;
  /** First and last day of the order. */
  startsOn?: string;
  endsOn?: string;
  /** Whether it is for our own unit to carry out. */
  ours: boolean;
  tasks: Task[];
}

export interface Today {
  /** The day it is of. */
  on: string;
  zone: string;
  /** When it was made, by the time of the business, in milliseconds. */
  madeAt: number;
  people: Someone[];
  /** There were more orders than were read: some lines may lack what the order says. */
  more: boolean;
}

/** What the server answered. */
export interface Answers {
  on: string;
  zone: string;
  madeAt: number;
  unit: string | undefined;
  lines: ScheduleLine[];
  missed: Missed[];
  running: Order[];
  issued: Order[];
  more: boolean;
  names: ReadonlyMap<string, Named>;
}

const DONE = new Set(['met', 'met_late', 'waived']);
const LATE = new Set(['overdue']);

function stateOf(state: string): Task['state'] {
  if (DONE.has(state)) return 'done';
  return LATE.has(state) ? 'late' : 'open';
}

export function todayOf(answers: Answers): Today {
  const orders = new Map([...answers.running, ...answers.issued].map((order) => [order.id, order]));
  const people = new Map<string, Someone>();
  const seen = new Set<string>();
  const of = (person: string, measure: string, order: Order | undefined): Someone => {
    let one = people.get(person);
    if (!one) {
      one = { person, measure, ours: false, tasks: [], ...answers.names.get(person) };
      people.set(person, one);
    }
    if (order) {
      one.area ??= order.area;
      one.startsOn ??= order.starts_on;
      one.endsOn ??= order.ends_on;
    }
    // An order that is not among those that were read has ended, unless not all were read.
    one.ours ||= order ? !order.unit || order.unit === answers.unit : answers.more;
    return one;
  };
  const add = (someone: Someone, task: Task) => {
    const key = `${task.order} ${task.kind} ${task.occurrence ?? ''}`;
    if (seen.has(key)) return;
    seen.add(key);
    someone.tasks.push(task);
  };

  for (const line of answers.lines) {
    if (!line.person) continue;
    const order = orders.get(line.order);
    const kind = line.kind === 'test' ? 'test' : 'check';
    const dated = (kind === 'test' ? order?.tests : order?.checks)?.find(
      (item) => item.occurrence === line.occurrence,
    );
    add(of(line.person, line.measure, order), {
      kind,
      order: line.order,
      occurrence: line.occurrence,
      due: line.due_at,
      state: stateOf(line.state),
      ...(order ? { disease: order.disease } : {}),
      ...(dated ? { from: dated.starts_at } : {}),
    });
  }
  for (const { subject, occurrence, due_at, starts_at } of answers.missed) {
    const order = orders.get(subject.id);
    if (!order?.person) continue;
    add(of(order.person, order.measure, order), {
      kind: 'check',
      order: order.id,
      occurrence,
      disease: order.disease,
      from: starts_at,
      due: due_at,
      state: 'late',
    });
  }
  for (const order of answers.issued) {
    if (!order.person || order.started_at) continue;
    add(of(order.person, order.measure, order), {
      kind: 'visit',
      order: order.id,
      disease: order.disease,
      state: order.starts_on < answers.on ? 'late' : 'open',
    });
  }
  const { on, zone, madeAt, more } = answers;
  return { on, zone, madeAt, more, people: [...people.values()].sort(inOrder) };
}

const URGENCY: Record<Task['state'], number> = { late: 0, open: 1, waiting: 2, done: 3 };

/** What comes first: what is late, then what is due first; who is done comes last. */
function inOrder(a: Someone, b: Someone): number {
  const [one, two] = [firstOf(a), firstOf(b)];
  return (
    URGENCY[one?.state ?? 'done'] - URGENCY[two?.state ?? 'done'] ||
    (one?.due ?? '').localeCompare(two?.due ?? '') ||
    (a.address ?? '').localeCompare(b.address ?? '', 'zh') ||
    a.person.localeCompare(b.person)
  );
}

/** The task of somebody that comes first. */
export function firstOf(someone: Someone): Task | undefined {
  const sorted = [...someone.tasks].sort(
    (a, b) => URGENCY[a.state] - URGENCY[b.state] || (a.due ?? '').localeCompare(b.due ?? ''),
  );
  return sorted[0];
}

/** The day to which a deadline belongs: midnight is the end of the day before. */
const dayOfDue = (due: string, zone: string): string => dayIn(Date.parse(due) - 1, zone);

/** What a fact about a task is meant for: what is late belongs to the day on which it was due. */
export function meetsOf(
  { order, occurrence, due }: Task,
  { on, zone }: Pick<Today, 'on' | 'zone'>,
): { order: string; occurrence: string; on: string } | undefined {
  return occurrence ? { order, occurrence, on: due ? dayOfDue(due, zone) : on } : undefined;
}

/** A moment of a task in as few words as will do: nothing for the end of today, the time on the day, day and time else. */
export function shortMoment(
  at: string,
  { on, zone }: Pick<Today, 'on' | 'zone'>,
  language: Language,
): string | undefined {
  const time = wallAt(at, zone).slice(11, 16);
  if (dayOfDue(at, zone) === on && time === '00:00') return undefined;
  return dayIn(at, zone) === on ? time : instantText(at, 'minute', language, zone);
}

/** With what was recorded here and is not (or just) sent: it is done as far as this phone knows. */
export function withEntries(today: Today, entries: readonly Entry[]): Today {
  const own = new Map<string, Task['state']>();
  for (const { state, content } of entries) {
    if (!content) continue;
    const done = state === 'sent' ? 'done' : state === 'waiting' ? 'waiting' : undefined;
    if (!done) continue;
    if (content.meets) own.set(`${content.meets.order} ${content.meets.occurrence}`, done);
    const { command } = content;
    if (command.path === '/api/v1/orders/{id}/start') own.set(`${command.id} `, done);
  }
  if (own.size === 0) return today;
  const people = today.people.map((someone) => ({
    ...someone,
    tasks: someone.tasks.map((task) => {
      const known = own.get(`${task.order} ${task.occurrence ?? ''}`);
      return known && task.state !== 'done' ? { ...task, state: known } : task;
    }),
  }));
  return { ...today, people: people.sort(inOrder) };
}

export type Only = 'all' | TaskKind | 'late';

/** Who is shown: by whose duty it is and what is to be done. */
export function shown(today: Today, only: Only, ours: boolean): Someone[] {
  const wanted = (task: Task) =>
    only === 'all' || (only === 'late' ? task.state === 'late' : task.kind === only);
  return today.people.flatMap((someone) => {
    if (ours && !someone.ours) return [];
    const tasks = someone.tasks.filter(wanted);
    return tasks.length > 0 ? [{ ...someone, tasks }] : [];
  });
}

/** How many are to be seen for something that one may do oneself, and how many were. */
export function progress(
  people: readonly Someone[],
  mine: (kind: TaskKind) => boolean,
): { done: number; all: number } {
  const own = people
    .map(({ tasks }) => tasks.filter(({ kind }) => mine(kind)))
    .filter((tasks) => tasks.length > 0);
  const done = own.filter((tasks) => tasks.every(({ state }) => state === 'done' || state === 'waiting'));
  return { done: done.length, all: own.length };
}
