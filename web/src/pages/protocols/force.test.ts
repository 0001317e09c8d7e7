import { describe, expect, it } from 'vitest';
import { barsOf, inForce, overlaysOf, placeOf, rank, scaleOf, yearsOf, type Edition } from './force';

const edition = (some: Partial<Edition>): Edition => ({
  disease: 'covid19',
  edition: '9th',
  title: { zh: '', en: '' },
  from_on: '2022-06-28',
  until_on: '2022-11-10',
  area: 'CN',
  overlay: false,
  file: '',
  rules: { a: 1, b: 0, c: 0 },
  ...some,
});
const BOOK: Edition[] = [
  edition({}),
  edition({ edition: '8th', from_on: '2021-05-14', until_on: '2022-06-27' }),
  edition({ edition: 'class-b', from_on: '2023-01-08', until_on: null }),
  edition({ edition: 'local', from_on: '2022-07-01', area: '14' }),
  edition({ edition: '9th', from_on: '2022-08-12', area: '14', overlay: true, file: 'province' }),
  edition({ edition: '9th', from_on: '2022-08-20', area: '1401', overlay: true, file: 'city' }),
  edition({ disease: 'any', edition: 'duty', from_on: '1800-01-01', until_on: null, area: null }),
  edition({
    disease: 'measles',
    edition: 'drill',
    from_on: '1861-10-01',
    until_on: '1862-12-31',
    area: 'HAGELLOCH',
  }),
];
const COUNTY = ['CN', '14', '1401', '140121'];

describe('what is in force', () => {
  it.each([
    ['2022-06-27', ['CN'], '8th'],
    ['2022-06-28', ['CN'], '9th'],
    ['2022-07-01', COUNTY, 'local'],
    ['2022-06-30', COUNTY, '9th'],
    ['2022-12-01', ['CN'], undefined],
    ['2030-01-01', ['CN'], 'class-b'],
    ['2022-07-01', ['DE'], undefined],
  ])('on %s in %j is the edition %s', (day, path, key) => {
    expect(inForce(BOOK, path, day).find(({ disease }) => disease === 'covid19')?.edition.edition).toBe(key);
  });

  it('has the overlays down to the place, the deepest last', () => {
    const files = (path: string[], day: string) =>
      overlaysOf(BOOK, { disease: 'covid19', edition: '9th' }, path, day).map(({ file }) => file);
    expect(files(COUNTY, '2022-08-25')).toEqual(['province', 'city']);
    expect(files(['CN', '14'], '2022-08-25')).toEqual(['province']);
    expect(files(COUNTY, '2022-08-15')).toEqual(['province']);
    expect(files(['CN'], '2022-08-25')).toEqual([]);
  });

  it('knows how deep a file lies', () => {
    expect(rank({ area: null }, undefined)).toBe(0);
    expect(rank({ area: '14' }, COUNTY)).toBe(2);
    expect(rank({ area: '14' }, undefined)).toBeUndefined();
    expect(rank({ area: '15' }, COUNTY)).toBeUndefined();
  });
});

describe('the scale', () => {
  const scale = scaleOf(BOOK, '2022-07-10');
  it('leaves out what is of another age', () => {
    expect(barsOf(BOOK, scale).map(({ edition: { edition: key } }) => key)).not.toContain('drill');
    expect(yearsOf(scale).map(({ year }) => year)).toEqual([2022, 2023]);
  });
  it('cuts what goes beyond it', () => {
    const bars = barsOf(BOOK, scale);
    expect(bars.every(({ left, right }) => left >= 0 && right <= 1 && left < right)).toBe(true);
    expect(bars.find(({ edition: { edition: key } }) => key === 'duty')).toMatchObject({
      before: true,
      after: true,
    });
    expect(bars.find(({ edition: { edition: key } }) => key === '9th')).toMatchObject({
      before: false,
      after: false,
    });
    expect(placeOf('2022-07-10', scale)).toBeGreaterThan(0);
  });
});
