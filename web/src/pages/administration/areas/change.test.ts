import { describe, expect, it } from 'vitest';
import { CHANGES, changesFor, levelBelow, requestOf, type ChangeValues } from './change';

const values = (some: Partial<ChangeValues>): ChangeValues => ({
  kind: 'renamed',
  on: '2022-07-01',
  document: '民政部 7',
  reason: 'as decided',
  ...some,
});

describe('a change of areas', () => {
  it.each([
    [values({ kind: 'renamed', zh: '新区' }), { renamed: { area: '1', name: { zh: '新区', en: '新区' } } }],
    [values({ kind: 'moved', parent: '2' }), { moved: { area: '1', parent: '2' } }],
    [values({ kind: 'recoded', code: '9' }), { recoded: { area: '1', code: '9' } }],
    [values({ kind: 'merged', into: '3', also: ['4'] }), { merged: { areas: ['1', '4'], into: '3' } }],
    [values({ kind: 'abolished' }), { abolished: { area: '1' } }],
    [
      values({
        kind: 'split',
        heir: '5',
        parts: [
          { code: '5', zh: '甲', en: 'A', children: ['7'] },
          { code: '6', zh: '乙', en: 'B' },
        ],
      }),
      {
        split: {
          area: '1',
          heir: '5',
          parts: [
            { code: '5', name: { zh: '甲', en: 'A' }, children: ['7'] },
            { code: '6', name: { zh: '乙', en: 'B' }, children: [] },
          ],
        },
      },
    ],
    [
      values({ kind: 'founded', code: '8', zh: '丙', en: 'C', level: 'township', zone: 'Asia/Shanghai' }),
      {
        founded: [
          { code: '8', parent: '1', level: 'township', name: { zh: '丙', en: 'C' }, zone: 'Asia/Shanghai' },
        ],
      },
    ],
  ])('%o', (given, change) => expect(requestOf('1', given).change).toEqual(change));

  it('says what becomes of rights only where areas end', () => {
    expect(requestOf('1', values({ kind: 'renamed', zh: 'x', rights: 'follow' })).rights).toBeUndefined();
    expect(requestOf('1', values({ kind: 'abolished', rights: 'follow' })).rights).toBe('follow');
  });

  it.each([
    ['province', 'prefecture'],
    ['village', 'village'],
    ['elsewhere', 'country'],
  ])('below %s is %s', (level, below) => expect(levelBelow(level)).toBe(below));

  it.each([
    [['CN', '14', '1401'], ['CN'], CHANGES],
    [['CN', '14', '1401'], ['14'], CHANGES],
    [['CN', '14', '1401'], ['1401'], ['founded']],
    [['CN', '14', '1401'], ['15'], []],
    [['CN'], ['CN'], CHANGES],
  ])('%j is changed by whoever administers %j', (path, administered, kinds) =>
    expect(changesFor(path, administered)).toEqual(kinds),
  );
});
