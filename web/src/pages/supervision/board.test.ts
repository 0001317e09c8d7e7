import { describe, expect, it } from 'vitest';
import { asked, clockQuery, minuteOf } from './board';

const ZONE = 'Asia/Shanghai';
const now = Date.parse('2022-07-06T04:30:00Z');

describe('the board', () => {
  it.each([
    ['overdue', { state: 'overdue' }],
    [
      'soon',
      { unclosed: true, due_from: '2022-07-06T04:30:00.000Z', due_before: '2022-07-06T06:30:00.000Z' },
    ],
    [
      'today',
      { unclosed: true, due_from: '2022-07-06T04:30:00.000Z', due_before: '2022-07-06T16:00:00.000Z' },
    ],
    ['open', { unclosed: true }],
    ['closed', { state: 'met,met_late,waived,handed_over', due_from: '2022-06-29T04:30:00.000Z' }],
  ] as const)('asks by the clock: %s', (clock, expected) =>
    expect(clockQuery(clock, now, ZONE)).toEqual(expected),
  );

  const ask = (search: string, unit = true, area?: string) =>
    asked(new URLSearchParams(search), now, ZONE, unit, area);

  it('shows what one’s unit owes, unless told otherwise', () => {
    expect(ask('')).toEqual({ whose: 'my_unit', clock: 'open', query: { whose: 'my_unit', unclosed: true } });
    expect(ask('whose=mine&clock=overdue').query).toEqual({ whose: 'mine', state: 'overdue' });
  });

  it('shows the area looked at, or that of one’s seat', () => {
    expect(ask('whose=area', true, '140100000000').query).toEqual({ area: '140100000000', unclosed: true });
    expect(ask('', false).query).toEqual({ whose: 'my_area', unclosed: true });
  });

  it('takes over the very query of a number', () => {
    const found = ask('unit=u1&state=overdue&escalated=true', true, '140100000000');
    expect(found).toEqual({
      whose: 'area',
      clock: undefined,
      query: { area: '140100000000', unit: 'u1', state: 'overdue', escalated: true },
    });
    expect(ask('state=overdue').query).toEqual({ state: 'overdue' });
  });

  it('asks anew once a minute', () => {
    expect(minuteOf(now + 59_999)).toBe(now);
    expect(minuteOf(now + 60_000)).toBe(now + 60_000);
  });
});
