import { describe, expect, it } from 'vitest';
import { linesOf } from './details';
import { idIn } from './ids';

describe('the detail of an entry', () => {
  it('tells changes field by field, and of what is secret only that it was changed', () => {
    const changes = [
      { field: 'days', from: 90, to: 30 },
      { field: 'roles', to: ['office', 'auditor'] },
      { field: 'password', changed: true },
    ];
    expect(linesOf({ changes })).toEqual([
      { name: 'days', text: '90 → 30' },
      { name: 'roles', text: 'office · auditor' },
      { name: 'password', text: '…' },
    ]);
  });
  it('tells all else by its name', () => {
    expect(linesOf({ kind: 'cases', identified: false, fields: [], filter: { area: '14' } })).toEqual([
      { name: 'kind', text: 'cases' },
      { name: 'identified', text: 'false' },
      { name: 'fields', text: '' },
      { name: 'filter', text: 'area: 14' },
    ]);
  });
  it.each([null, undefined, 'x', 7, []])('is nothing for %j', (detail) =>
    expect(linesOf(detail)).toEqual([]),
  );
});

describe('an id', () => {
  it.each([
    ['01a20636-52f3-7def-842b-8c18894253d7', '01a20636-52f3-7def-842b-8c18894253d7'],
    [' 01A2063652F37DEF842B8C18894253D7\n', '01a20636-52f3-7def-842b-8c18894253d7'],
    ['０１ａ20636-52f3-7def-842b-8c18894253d7', '01a20636-52f3-7def-842b-8c18894253d7'],
    ['01a20636', undefined],
    ['', undefined],
  ])('%j is %s', (text, id) => expect(idIn(text)).toBe(id));
});
