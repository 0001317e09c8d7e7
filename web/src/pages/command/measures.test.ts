import { describe, expect, it } from 'vitest';
import { cells, classOf, highestLevels, legendOf, ranked, rateText, shownAs, type Below } from './measures';

const figure = (count: number) => ({ count, list: 'cases', query: {} });
const below = (code: string, cases: number, incidence?: number, overdue = 0): Below => ({
  code,
  name: { zh: code, en: code },
  level: 'county',
  ...(incidence === undefined ? {} : { population: 100_000 }),
  cases: {
    new_7d: figure(cases),
    new_14d: figure(cases),
    total: figure(cases),
    ...(incidence === undefined ? {} : { incidence_7d: incidence, incidence_14d: incidence }),
  },
  overdue: figure(overdue),
  zones: figure(0),
});

describe('classes of areas', () => {
  it.each([
    [undefined, undefined],
    [0, 0],
    [0.01, 1],
    [1, 2],
    [4.99, 2],
    [20, 4],
    [100, 5],
    [5_000, 5],
  ])('an incidence of %s is of class %s', (value, expected) =>
    expect(classOf('incidence_7d', value)).toBe(expected),
  );

  it('are told by their bounds', () => {
    expect(legendOf('incidence_7d')).toEqual(['0', '< 1', '1–5', '5–20', '20–100', '≥ 100']);
    expect(legendOf('overdue')).toEqual(['0', '1–2', '3–5', '6–10', '11–20', '≥ 21']);
  });

  it('are of cases where nobody knows how many people live there', () => {
    expect(shownAs('incidence_7d', [below('a', 3), below('b', 0)])).toBe('cases_7d');
    expect(shownAs('incidence_7d', [below('a', 3), below('b', 0, 1)])).toBe('incidence_7d');
    expect(shownAs('overdue', [below('a', 3)])).toBe('overdue');
  });

  it('leave open what is not known, and put it last', () => {
    const drawn = cells('incidence_7d', [below('a', 3), below('b', 9, 2), below('c', 1, 7)], new Map());
    expect(drawn.map(({ level }) => level)).toEqual([undefined, 2, 3]);
    expect(ranked(drawn).map(({ area }) => area.code)).toEqual(['c', 'b', 'a']);
  });
});

describe('levels of zones', () => {
  const paths: Record<string, string[]> = { t1: ['p', 'a', 't1'], t2: ['p', 'a', 't2'], b: ['p', 'b'] };

  it('are the highest within an area', () => {
    const zones = [
      { area: 't1', level: 'low' as const },
      { area: 't2', level: 'high' as const },
      { area: 'b', level: 'control' as const },
      { area: 'elsewhere', level: 'high' as const },
    ];
    const found = highestLevels(zones, ['a', 'b'], (code) => paths[code]);
    expect([...found]).toEqual([
      ['a', 'high'],
      ['b', 'control'],
    ]);
    const drawn = cells('zones', [below('a', 0), below('b', 0), below('c', 0)], found);
    expect(drawn.map(({ level }) => level)).toEqual([6, 3, 0]);
  });
});

it('a rate shows two figures that count', () => {
  expect([0, 0.127, 3.456, 12.7, 1234.5].map((rate) => rateText(rate, 'en'))).toEqual([
    '0',
    '0.13',
    '3.5',
    '13',
    '1,235',
  ]);
});
