import { describe, expect, it } from 'vitest';
import { binText, curveOption, lacking, shadedFrom, type Bin } from './curve';
import { ALL_LOOKS } from './look';

const bin = (from: string, counts: Partial<Bin>, complete?: number): Bin => ({
  from_on: from,
  to_on: from,
  suspected: 0,
  probable: 0,
  asymptomatic: 0,
  confirmed: 0,
  total: { count: 0, list: 'cases', query: {} },
  ...counts,
  ...(complete === undefined ? {} : { complete }),
});

describe('the epidemic curve', () => {
  const bins = [
    bin('2022-07-04', { confirmed: 2 }, 1),
    bin('2022-07-05', { suspected: 1 }, 0.97),
    bin('2022-07-06', {}, 0.4),
  ];

  it('shades the days of which not all is reported yet', () => {
    expect(bins.map(lacking)).toEqual([0, 0, 0.6]);
    expect(shadedFrom(bins)?.from_on).toBe('2022-07-06');
    expect(shadedFrom([bin('2022-07-06', { confirmed: 1 })])).toBeUndefined();
  });

  it('adds nothing to what is counted', () => {
    const words = {
      classes: { confirmed: 'c', asymptomatic: 'a', probable: 'p', suspected: 's' },
      tip: (one: Bin) => one.from_on,
    };
    for (const look of ALL_LOOKS) {
      const option = curveOption({ bins, unit: 'day' }, look, words, 'en', { em: 14, family: 'serif' }) as {
        series: { name: string; data: unknown[] }[];
      };
      expect(option.series.map(({ name }) => name)).toEqual(['shade', 'c', 'a', 'p', 's']);
      expect(option.series[1]?.data).toEqual([2, 0, 0]);
      expect(option.series[4]?.data).toEqual([0, 1, 0]);
      expect(option.series[0]?.data).toMatchObject([0, 0, { value: 1 }]);
    }
  });

  it('names days and weeks', () => {
    const week = { from_on: '2022-07-04', to_on: '2022-07-10' };
    expect(binText(week, 'week', 'en')).toBe('2022-W27');
    expect(binText(week, 'day', 'en')).toBe('4/7');
    expect(binText(week, 'day', 'zh-CN')).toBe('7-4');
  });
});
