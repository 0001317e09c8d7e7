import { describe, expect, it } from 'vitest';
import { countText, sizeText } from './numbers';

describe('numbers', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [12_345, '12.3 kB'],
    [345_678, '346 kB'],
    [10_485_760, '10.5 MB'],
    [2_147_483_648, '2.1 GB'],
    [5_000_000_000_000, '5,000 GB'],
  ])('a file of %i bytes is told as %s', (bytes, told) => expect(sizeText(bytes, 'en')).toBe(told));

  it('keep their thousands apart', () => expect(countText(1_234_567, 'zh-CN')).toBe('1,234,567'));
});
