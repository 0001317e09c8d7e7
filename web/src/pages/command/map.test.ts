import { describe, expect, it } from 'vitest';
import { ALL_LOOKS } from './look';
import { aspectOf, extentOf, mapOption, widthsIn } from './map';
import type { Cell } from './measures';

const feature = (code: string, bbox: [number, number, number, number]) => ({
  type: 'Feature',
  id: code,
  bbox,
  properties: { code, name: { zh: code, en: code }, level: 'county', source: 'test' },
  geometry: {},
});

describe('a map', () => {
  const features = [feature('a', [111, 37, 112, 38]), feature('b', [112, 37.5, 113.5, 39])];

  it('is as wide as it is there', () => {
    expect(extentOf(features)).toEqual([111, 37, 113.5, 39]);
    expect(aspectOf(features)).toBeCloseTo(Math.cos((38 * Math.PI) / 180), 6);
    expect(aspectOf([])).toBe(1);
  });

  it('knows how much room a label has', () => {
    const widths = widthsIn(features, { width: 400, height: 1000 });
    expect(widths.get('a')).toBeCloseTo(160, 6);
    expect(widths.get('b')).toBeCloseTo(240, 6);
  });

  it('fills areas by their class, and those of which nothing is known as such', () => {
    const [look] = ALL_LOOKS;
    if (!look) throw new Error('no look');
    const cell = (code: string, level: number | undefined) =>
      ({ area: { code }, level, value: level }) as unknown as Cell;
    const words = { name: () => 'n', value: () => 'v', tip: () => '' };
    const input = { map: 'm', features, drawn: [cell('a', 5), cell('b', undefined)], zones: false };
    const box = { em: 14, family: 'serif', width: 400, height: 300 };
    const option = mapOption(input, look, words, box) as {
      series: { data: { name: string; itemStyle: { areaColor: string } }[] }[];
    };
    const fills = option.series[0]?.data.map(({ name, itemStyle }) => [name, itemStyle.areaColor]);
    expect(fills).toEqual([
      ['a', look.classes[5]?.fill],
      ['b', look.unknown.fill],
    ]);
  });
});
