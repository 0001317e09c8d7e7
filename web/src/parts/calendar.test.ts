import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayIn,
  dayStart,
  dayText,
  epiWeek,
  instantAt,
  instantText,
  relativeText,
  soundZone,
  spanSeconds,
  wallAt,
} from './calendar';

const SHANGHAI = 'Asia/Shanghai';

describe('times', () => {
  it('are told by language and zone', () => {
    const at = '2022-06-30T17:05:09Z';
    expect(instantText(at, 'minute', 'zh-CN', SHANGHAI)).toBe('2022年7月1日 01:05');
    expect(instantText(at, 'second', 'en', SHANGHAI)).toBe('1 Jul 2022, 01:05:09');
    expect(instantText(at, 'day', 'en', 'UTC')).toBe('30 Jun 2022');
    expect(dayText('1861-12-05', 'zh-CN')).toBe('1861年12月5日');
    expect(instantText('soon', 'day', 'en', 'UTC')).toBe('soon');
  });

  it('find the day of an instant, and the instant of a day', () => {
    expect(dayIn('2022-06-30T17:05:09Z', SHANGHAI)).toBe('2022-07-01');
    expect(dayStart('2022-07-01', SHANGHAI)).toBe('2022-06-30T16:00:00.000Z');
    // A day that is an hour short: the clock was set forward.
    expect(dayStart('2022-03-27', 'Europe/Berlin')).toBe('2022-03-26T23:00:00.000Z');
    expect(dayStart('2022-03-28', 'Europe/Berlin')).toBe('2022-03-27T22:00:00.000Z');
    const wall = '2022-07-01T09:30';
    expect(wallAt(instantAt(wall, SHANGHAI), SHANGHAI)).toBe(`${wall}:00`);
    expect(addDays('2022-02-28', 1)).toBe('2022-03-01');
  });

  it.each([
    ['2022-01-02', 2021, 52],
    ['2022-01-03', 2022, 1],
    ['2020-12-31', 2020, 53],
    ['2021-01-03', 2020, 53],
    ['2022-07-01', 2022, 26],
  ])('%s lies in week %d-%d', (day, year, week) => expect(epiWeek(day)).toEqual({ year, week }));

  it('say how long ago or still', () => {
    const now = Date.parse('2022-07-01T12:00:00Z');
    expect(relativeText('2022-07-01T10:30:00Z', now, 'en')).toBe('1 hour ago');
    expect(relativeText('2022-07-01T14:00:00Z', now, 'zh-CN')).toBe('2小时后');
  });

  it.each([
    ['1h30m', 5_400],
    ['-2d4h', -187_200],
    ['0m', 0],
    ['10s500us', 10.0005],
    ['', undefined],
    ['soon', undefined],
  ])('%j are %j seconds', (span, seconds) => expect(spanSeconds(span)).toBe(seconds));

  it('knows no zone that the browser does not', () => {
    expect(soundZone('Mars/Olympus')).toBe('UTC');
    expect(soundZone(SHANGHAI)).toBe(SHANGHAI);
  });
});
