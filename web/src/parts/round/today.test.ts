import { describe, expect, it } from 'vitest';
import type { Entry } from '@/offline';
import {
  firstOf,
  meetsOf,
  progress,
  shortMoment,
  shown,
  todayOf,
  withEntries,
  type Answers,
  type Order,
  type Task,
} from './today';

const order = (id: string, person: string, change: Partial<Order> = {}) =>
  ({
    id,
    person,
    area: '140105001',
    disease: 'covid19',
    measure: 'home_isolation',
    starts_on: '2022-07-01',
    ends_on: '2022-07-08',
    unit: 'ours',
    status: 'running',
    tests: [
      {
        occurrence: 't3',
        starts_at: '2022-07-03T00:00:00+08:00',
        due_at: '2022-07-04T00:00:00+08:00',
        day: 3,
        on: '2022-07-03',
      },
    ],
    checks: [
      {
        occurrence: 'c3',
        starts_at: '2022-07-03T06:00:00+08:00',
        due_at: '2022-07-03T12:00:00+08:00',
        day: 3,
        on: '2022-07-03',
      },
    ],
    ...change,
  }) as Order;
const line = (
  of: string,
  person: string,
  kind: string,
  occurrence: string,
  state = 'open',
  due_at = '2022-07-03T12:00:00+08:00',
) => ({
  order: of,
  person,
  kind,
  occurrence,
  state,
  due_at,
  regime: 'cc_9',
  measure: 'home_isolation',
});
const answers = (change: Partial<Answers>): Answers => ({
  on: '2022-07-03',
  zone: 'Asia/Shanghai',
  madeAt: 0,
  unit: 'ours',
  lines: [],
  missed: [],
  running: [],
  issued: [],
  more: false,
  names: new Map(),
  ...change,
});

describe("today's people", () => {
  it('are put together from schedule, missed checks and orders not begun', () => {
    const today = todayOf(
      answers({
        running: [order('o1', 'p1'), order('o2', 'p2')],
        issued: [order('o3', 'p3', { status: 'issued', starts_on: '2022-07-02' })],
        lines: [
          line('o1', 'p1', 'check', 'c3'),
          line('o1', 'p1', 'test', 't3'),
          line('o2', 'p2', 'check', 'c3', 'met'),
        ],
        missed: [
          {
            subject: { kind: 'order', id: 'o1' },
            occurrence: 'c2',
            due_at: '2022-07-02T12:00:00+08:00',
            starts_at: '2022-07-02T06:00:00+08:00',
          },
          // The same as a line of the schedule is not there twice.
          {
            subject: { kind: 'order', id: 'o1' },
            occurrence: 'c3',
            due_at: '2022-07-03T12:00:00+08:00',
            starts_at: '2022-07-03T06:00:00+08:00',
          },
        ] as Answers['missed'],
        names: new Map([['p1', { name: '李华', address: '东街 1 号' }]]),
      }),
    );
    expect(
      today.people.map(({ person, name, tasks }) => [
        person,
        name,
        tasks.map((task) => `${task.kind} ${task.state}`),
      ]),
    ).toEqual([
      ['p3', undefined, ['visit late']],
      ['p1', '李华', ['check open', 'test open', 'check late']],
      ['p2', undefined, ['check done']],
    ]);
    expect(firstOf(today.people[1]!)).toMatchObject({ occurrence: 'c2', state: 'late' });
    expect(today.people[1]!.tasks[0]).toMatchObject({
      from: '2022-07-03T06:00:00+08:00',
      disease: 'covid19',
    });
    expect(progress(today.people, () => true)).toEqual({ done: 1, all: 3 });
    expect(progress(today.people, (kind) => kind === 'visit')).toEqual({ done: 0, all: 1 });
  });

  it('tell what is for us from what is for others', () => {
    const today = todayOf(
      answers({
        running: [order('o1', 'p1'), order('o2', 'p2', { unit: 'site' })],
        lines: [
          line('o1', 'p1', 'check', 'c3'),
          line('o2', 'p2', 'test', 't3'),
          line('o9', 'p9', 'check', 'c1'),
        ],
      }),
    );
    expect(
      shown(today, 'all', true)
        .map(({ person }) => person)
        .sort(),
    ).toEqual(['p1']);
    const many = todayOf(answers({ more: true, lines: [line('o9', 'p9', 'check', 'c1')] }));
    expect(shown(many, 'all', true)).toHaveLength(1);
    expect(shown(today, 'test', false).map(({ person }) => person)).toEqual(['p2']);
    expect(shown(today, 'late', false)).toEqual([]);
  });

  it('count as done what was recorded here, sent or not, but not what was refused', () => {
    const today = todayOf(
      answers({
        running: [order('o1', 'p1'), order('o2', 'p2'), order('o4', 'p4')],
        issued: [order('o3', 'p3', { status: 'issued' })],
        lines: [
          line('o1', 'p1', 'check', 'c3'),
          line('o2', 'p2', 'check', 'c3'),
          line('o4', 'p4', 'check', 'c3'),
        ],
      }),
    );
    const entry = (state: Entry['state'], of: string): Entry => ({
      id: of,
      place: 1,
      state,
      content: {
        key: 'k',
        command: { path: '/api/v1/checks', body: { person: 'p' } },
        meets: { order: of, occurrence: 'c3', on: '2022-07-03' },
      },
    });
    const start: Entry = {
      id: 's',
      place: 2,
      state: 'waiting',
      content: { key: 'k', command: { path: '/api/v1/orders/{id}/start', id: 'o3', body: {} } },
    };
    const now = withEntries(today, [
      entry('waiting', 'o1'),
      entry('sent', 'o2'),
      entry('refused', 'o4'),
      start,
    ]);
    const states = Object.fromEntries(now.people.map(({ person, tasks }) => [person, tasks[0]?.state]));
    expect(states).toEqual({ p1: 'waiting', p2: 'done', p3: 'waiting', p4: 'open' });
    expect(now.people[0]?.person).toBe('p4');
  });

  it('belong to the day on which they are due, and midnight is its end', () => {
    const today = { on: '2022-07-03', zone: 'Asia/Shanghai' };
    const task = (due: string): Task => ({
      kind: 'check',
      order: 'o1',
      occurrence: 'c3',
      state: 'open',
      due,
    });
    expect(meetsOf(task('2022-07-03T16:00:00Z'), today)?.on).toBe('2022-07-03');
    expect(meetsOf(task('2022-07-02T16:00:00Z'), today)?.on).toBe('2022-07-02');
    expect(meetsOf({ kind: 'visit', order: 'o1', state: 'open' }, today)).toBeUndefined();
    expect(shortMoment('2022-07-03T16:00:00Z', today, 'en')).toBeUndefined();
    expect(shortMoment('2022-07-03T04:00:00Z', today, 'en')).toBe('12:00');
    expect(shortMoment('2022-07-02T16:00:00Z', today, 'en')).toBe('00:00');
    expect(shortMoment('2022-07-02T04:00:00Z', today, 'en')).toBe('2 Jul 2022, 12:00');
  });
});
