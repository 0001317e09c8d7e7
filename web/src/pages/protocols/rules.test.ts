import { describe, expect, it } from 'vitest';
import { narrowed, sideBySide, valueText, type Rule, type RuleChange } from './rules';

const rule = (id: string, some: Partial<Rule> = {}): Rule => ({
  section: 'regime',
  id,
  title: { zh: `规则${id}`, en: `Rule ${id}` },
  requirement: 'H01',
  source: 'st9',
  confidence: 'A',
  file: 'covid19/9th.toml',
  overlay: false,
  ...some,
});
const change = (id: string, kind: string): RuleChange => ({
  section: 'regime',
  rule: id,
  title: { zh: '', en: '' },
  change: kind,
  strictness: 'stricter',
  add_on: false,
  fields: [],
});

describe('editions side by side', () => {
  const lines = sideBySide(
    [rule('A'), rule('B', { confidence: 'C' }), rule('C')],
    [rule('A'), rule('D')],
    [change('B', 'added'), change('D', 'removed')],
    [change('C', 'changed')],
  );
  it('have a line for each rule of either', () => {
    expect(lines.map(({ id, here, there }) => [id, Boolean(here), Boolean(there)])).toEqual([
      ['A', true, true],
      ['B', true, false],
      ['C', true, false],
      ['D', false, true],
    ]);
    expect(lines.map(({ change: found }) => found?.change)).toEqual([
      undefined,
      'added',
      undefined,
      'removed',
    ]);
  });
  it.each([
    [{ confidence: 'C' }, ['B']],
    [{ changed: true }, ['B', 'C', 'D']],
    [{ text: ' 规则a ' }, ['A']],
    [{ section: 'zone' }, []],
    [{}, ['A', 'B', 'C', 'D']],
  ])('narrowed by %o are %j', (by, ids) => expect(narrowed(lines, by).map(({ id }) => id)).toEqual(ids));
});

describe('a value of a field', () => {
  it.each([
    [null, '—'],
    ['C7@1,2', 'C7@1,2'],
    [true, 'true'],
    [['close', 'secondary'], 'close, secondary'],
    [[], '—'],
    [{ when: 'x > 1', needs: ['x'] }, 'when = x > 1; needs = x'],
    [{ source: 's', basis: { zh: '甲', en: 'A' } }, 'source = s; basis = A'],
    [{ zh: '甲', en: 'A' }, 'A'],
  ])('%j is read as %s', (value, text) => expect(valueText(value, ({ en }) => en)).toBe(text));
});
