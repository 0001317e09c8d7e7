import { describe, expect, it } from 'vitest';
import { numberText, spanText } from './formats';

describe('what the browser writes', () => {
  it.each([
    [1204, 'zh-CN', undefined, '1,204'],
    [1204.4, 'en', undefined, '1,204'],
    [3.25, 'en', [0, 1], '3.3'],
    [3, 'en', [0, 1], '3'],
    [3, 'en', [2, 2], '3.00'],
  ] as const)('writes %d in %s', (value, language, digits, text) => {
    expect(numberText(value, language, digits)).toBe(text);
    expect(numberText(value, language, digits), 'as the first time').toBe(text);
  });

  it('keeps the languages apart', () => {
    expect(spanText(-3, 'hour', 'en')).toBe('3 hours ago');
    expect(spanText(-3, 'hour', 'zh-CN')).toBe('3小时前');
    expect(spanText(-3, 'hour', 'en')).toBe('3 hours ago');
  });
});
