import { describe, expect, it } from 'vitest';
import { wholeOf } from './whole';

describe('the whole installation', () => {
  const areas = [{ code: 'CN' }, { code: '14', parent: 'CN' }];
  it.each([
    [['CN'], true],
    [['14'], false],
    [['14', 'CN'], true],
    [[], false],
  ])('is administered from %j: %s', (allowed, whole) => expect(wholeOf(allowed, areas)).toBe(whole));
  it('has every root', () => {
    expect(wholeOf(['CN'], [...areas, { code: 'DE' }])).toBe(false);
    expect(wholeOf(['CN'], [])).toBe(false);
  });
});
