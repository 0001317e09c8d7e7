import { describe, expect, it } from 'vitest';
import type { Translator } from '@/i18n';
import { detailsOf, reasonOf } from './fact-details';

/** Knows a word in one group alone, as the files of texts do. */
const KNOWN: Record<string, string> = {
  'weight-major': 'large',
  'level-county': 'a county',
  'zone-high': 'high risk',
  'severity-mild': 'light',
};
const translator: Translator = {
  language: 'en',
  t: (id) => id,
  word: (group, code) => KNOWN[`${group}-${code}`] ?? code,
  text: (both) => both.en,
};

describe('what a fact says', () => {
  it.each([
    [{ severity: 'mild' }, ['light']],
    [{ severity: 'major' }, ['large']],
    [{ level: 'high' }, ['high risk']],
    [{ level: 'county' }, ['a county']],
    [{ level: 'unheard_of' }, ['unheard_of']],
  ])('%j', (body, expected) => expect(detailsOf(body, translator)).toEqual(expected));

  it('is followed by its reason, or by what was done', () => {
    expect(reasonOf({ reason: 'why' }, 'en')).toBe('why');
    expect(reasonOf({ reason: { zh: '\u56e0', en: 'why' } }, 'zh-CN')).toBe('\u56e0');
    expect(reasonOf({ evidence: 'mended' }, 'en')).toBe('mended');
    expect(reasonOf({}, 'en')).toBeUndefined();
  });
});
