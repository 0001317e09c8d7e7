import { describe, expect, it } from 'vitest';
import { deadlineOf, deeds, viewQuery } from './tasks';

const task = (status: string, more: object = {}) => ({
  status,
  unit: 'county',
  due_at: '2022-07-06T10:00:00Z',
  ...more,
});
const everything = () => true;
const nothing = () => false;

describe('what may be done with a task', () => {
  it.each([
    ['issued', ['receive', 'ask_extension']],
    ['received', ['submit', 'ask_extension']],
    ['returned', ['submit', 'ask_extension']],
    ['submitted', []],
    ['done', []],
    ['cancelled', []],
  ])('its own unit, %s', (status, open) => {
    expect(deeds(task(status), 'county', everything)).toEqual(open);
  });

  it.each([
    ['issued', ['cancel']],
    ['submitted', ['verify', 'return', 'cancel']],
    ['done', []],
  ])('another unit, %s', (status, open) => {
    expect(deeds(task(status), 'city', everything)).toEqual(open);
  });

  it('asks for more time once, and another answers', () => {
    const asked = task('received', { extension: { until: '2022-07-07T10:00:00Z', reason: 'tubes' } });
    expect(deeds(asked, 'county', everything)).toEqual(['submit']);
    expect(deeds(asked, 'city', everything)).toEqual(['answer_extension', 'cancel']);
  });

  it('is nothing to whoever may nothing', () => {
    expect(deeds(task('issued'), 'county', nothing)).toEqual([]);
    expect(deeds(task('submitted'), 'city', nothing)).toEqual([]);
  });
});

describe('lists of tasks', () => {
  it('look at whole minutes for what is late, so that they are not asked for every second', () => {
    const at = (second: number) => Date.parse(`2022-07-06T10:00:0${second}Z`);
    expect(viewQuery('late', undefined, at(1))).toEqual(viewQuery('late', undefined, at(9)));
  });

  it('ask for one’s own unit where there is one', () => {
    expect(viewQuery('mine', 'county', 0)).toMatchObject({ unit: 'county' });
    expect(viewQuery('mine', undefined, 0)).not.toHaveProperty('unit');
  });

  it('tell by the clock what is late', () => {
    const due = Date.parse('2022-07-06T10:00:00Z');
    expect([deadlineOf(task('received'), due - 1), deadlineOf(task('received'), due + 1)]).toEqual([
      'open',
      'overdue',
    ]);
    expect([deadlineOf(task('done'), due + 1), deadlineOf(task('cancelled'), due + 1)]).toEqual([
      'met',
      'void',
    ]);
  });
});
