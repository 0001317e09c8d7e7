import { describe, expect, it } from 'vitest';
import { clean, codeOf, dayOf, halfWidth, manyLines, numberOf, oneLine } from './input';

describe('what people paste', () => {
  it.each([
    ['１３９ ０３５１－０００１', '13903510001'],
    ['139\u20110351\u20110001\u200b', '13903510001'],
    ['ＡＢ　１２', 'AB12'],
    ['', ''],
  ])('%j is the code %j', (typed, code) => expect(codeOf(typed)).toBe(code));

  it.each([
    [' 甲\r\n乙\t丙  ', '甲 乙 丙'],
    ['\ufeffname\u200e', 'name'],
    ['\u0000', ''],
  ])('%j is the line %j', (typed, line) => expect(oneLine(typed)).toBe(line));

  it('keeps the lines of a longer text, and nothing around them', () => {
    expect(manyLines('  第一行  \r\n\r\n\r\n\r\n第二行\u3000\n')).toBe('第一行\n\n第二行');
  });

  it.each([
    ['３７．５', 37.5],
    ['1,200', 1200],
    ['-3', -3],
    ['37。5', 37.5],
    ['1e9', undefined],
    ['十', undefined],
    ['', undefined],
  ])('%j is the number %j', (typed, number) => expect(numberOf(typed)).toBe(number));

  it.each([
    ['2022-7-1', '2022-07-01'],
    ['２０２２／０７／０１', '2022-07-01'],
    ['20220701', '2022-07-01'],
    ['2022年7月1日', '2022-07-01'],
    ['2022-02-31', undefined],
    ['1861-12-5', '1861-12-05'],
    ['7-1', undefined],
  ])('%j is the day %j', (typed, day) => expect(dayOf(typed)).toBe(day));

  it('leaves other characters as they are', () => {
    expect(halfWidth('（甲）Ａ１')).toBe('(甲)A1');
  });

  it('sends nothing that is empty', () => {
    expect(clean({ a: ' x \n', b: '  ', c: null, d: undefined, e: 0, f: ['y '], g: { h: '' } })).toEqual({
      a: 'x',
      e: 0,
      f: ['y'],
      g: {},
    });
  });

  it('takes ten megabytes without hanging', () => {
    expect(oneLine('甲 \n'.repeat(2_500_000)).length).toBe(4_999_999);
  });
});
