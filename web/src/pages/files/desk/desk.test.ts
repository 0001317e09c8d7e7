// What the desk works with: TOML and mappings, CSV, beginnings of files, names of lists.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainReason, readCsv, refusedRows, writeCsv } from './csv';
import { pasted } from './Drop';
import {
  assign,
  CODES,
  FIELDS,
  forMended,
  KINDS,
  lacking,
  needsArea,
  readMapping,
  writeMapping,
} from './mapping';
import { cutAt, pieceOf, WHOLE } from './sniff';
import { nameOf } from './state';
import { quoted, readToml } from './toml';

const TEXT = `# from the county
kind = "cases"
disease = "covid19"
date_format = ["YYYY/M/D", "iso"]
encoding = "gb18030"
sheet = "病例"
blanks = ["不详", "NA"]
extras = "all"
missing_number = "row"
short_rows = true
renumber = { from = '^(\\d+)$', to = "N$1" }
[columns]
number = "编号"
onset = "发病日期"
[date_formats]
onset = "M/D/YYYY"
[values.classification]
"确诊" = "confirmed"
"" = ""
[defaults]
area = "140105000000"
`;

describe('a mapping', () => {
  it('is read, and written so that it is read to the same', () => {
    const mapping = readMapping(TEXT);
    expect(mapping).toMatchObject({
      disease: 'covid19',
      forms: ['YYYY/M/D', 'iso'],
      formsOf: { onset: ['M/D/YYYY'] },
      numberByRow: true,
      shortRows: true,
      renumber: { from: String.raw`^(\d+)$`, to: 'N$1' },
      columns: { number: '编号', onset: '发病日期' },
      values: { classification: { 确诊: 'confirmed', '': '' } },
      defaults: { area: '140105000000' },
    });
    expect(mapping && readMapping(writeMapping(mapping))).toEqual(mapping);
  });

  it.each([
    ['a key that we do not know', 'colour = "red"'],
    ['a text of several lines', 'disease = """x\ny"""'],
    ['what is not TOML', 'disease: covid19'],
    ['an end too early', 'disease = "covid19'],
    ['a list of something else', 'blanks = [true]'],
    ['a key twice', 'disease = "a"\ndisease = "b"'],
  ])('is left alone with %s', (_, text) => expect(readMapping(text)).toBeUndefined());

  it('has the fields and codes of the interface', () => {
    const source = readFileSync('../crates/interop/src/field.rs', 'utf8');
    const sets: Record<string, string[]> = {
      CASE: ['cases'],
      CONTACT: ['contacts'],
      LINK: ['exposures'],
      GUEST: ['event_participants'],
      PEOPLE: ['cases', 'contacts', 'event_participants'],
      ANY: [...KINDS],
    };
    const told = [...source.matchAll(/= "(\w+)", (?:true|false), (\w+), ([A-Z |]+);/g)].map(
      ([, name, shape, kinds]) => ({
        name,
        shape: shape?.toLowerCase(),
        kinds: (kinds ?? '')
          .split(' | ')
          .flatMap((kind) => sets[kind] ?? [])
          .sort(),
      }),
    );
    expect(FIELDS.map(({ kinds, ...rest }) => ({ ...rest, kinds: [...kinds].sort() }))).toEqual(told);
    expect(
      FIELDS.filter(({ shape }) => shape === 'coded')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(CODES).sort());
  });

  it('gives a column one field and a field one column', () => {
    const mapping = readMapping(TEXT);
    if (!mapping) throw new Error('unreadable');
    expect(assign(mapping, '发病日期', 'number').columns).toEqual({ number: '发病日期' });
    const without = assign(mapping, '发病日期', undefined);
    expect(without.columns).toEqual({ number: '编号' });
    expect(without.formsOf).toEqual({});
  });

  it.each([
    ['disease = "x"\n[columns]\n', ['number']],
    ['[columns]\nnumber = "n"\n', ['disease']],
    ['[columns]\nnumber = "n"\ndisease = "d"\n', []],
    ['kind = "exposures"\n[columns]\nfrom = "a"\n', ['to']],
    ['kind = "contacts"\n', []],
  ])('%j lacks %j', (text, fields) => {
    const mapping = readMapping(text);
    expect(mapping && lacking(mapping)).toEqual(fields);
  });

  it.each([
    ['[columns]\nnumber = "n"\n', true],
    ['[columns]\narea_2 = "city"\n', false],
    ['[defaults]\narea = "14"\n', false],
    ['kind = "exposures"\n', false],
    ['kind = "exported_cases"\n', false],
  ])('%j needs an area of the list: %s', (text, needed) => {
    const mapping = readMapping(text);
    expect(mapping && needsArea(mapping)).toBe(needed);
  });

  it('reads mended rows as our own CSV', () => {
    const mended = readMapping(forMended(TEXT) ?? '');
    expect(mended).toMatchObject({ encoding: 'utf-8', delimiter: ',', columns: { number: '编号' } });
    expect(mended?.sheet).toBeUndefined();
  });
});

describe('TOML', () => {
  it('keeps every letter', () => {
    const text = 'a"b\\c\nd\te\u0001f病';
    expect(readToml(`k = ${quoted(text)}`)?.['k']).toBe(text);
  });
  it('knows tables in tables, comments, and lists over several lines', () => {
    expect(readToml('[a."b c"]\nd.e = [ # one\n "x",\n "y", ]\r\n')).toEqual({
      a: { 'b c': { d: { e: ['x', 'y'] } } },
    });
  });
  it('does not reach beyond its own tables', () => {
    expect(readToml('["__proto__"]\nx = "y"')).toBeDefined();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('CSV', () => {
  it('comes back as it was written', () => {
    const records = [
      ['编号', 'a,b', ' c '],
      ['1', 'say "x"', 'two\nlines'],
      ['', '', ''],
    ];
    expect(readCsv(writeCsv(records), 10)).toEqual(records);
  });
  it('stops where it should', () => {
    expect(readCsv('a\r\nb\r\nc\r\n', 2)).toEqual([['a'], ['b']]);
    expect(readCsv('a\nb', 9)).toEqual([['a'], ['b']]);
    expect(readCsv('a\n"b', 9, true)).toEqual([['a']]);
  });
  it('tells what is wrong with refused rows', () => {
    const text =
      '\uFEFF编号,发病日期,行,列,值,原因\r\n7,2022-02-31,8,发病日期,2022-02-31,没有这一天; 又一条,多余\r\n';
    expect(refusedRows(readCsv(text, 100))).toEqual({
      headings: ['编号', '发病日期'],
      rows: [
        {
          row: '8',
          columns: ['发病日期'],
          value: '2022-02-31',
          reason: '没有这一天; 又一条',
          cells: ['7', '2022-02-31'],
        },
      ],
    });
  });
});

describe('a reason', () => {
  it.each([
    ['list.csv, row 4, column “onset”: “x” is not a date: write it so.', '“x” is not a date: write it so.'],
    ['list.csv，第 4 行，“发病日期”列：没有这一天。', '没有这一天。'],
    ['Something else: entirely', 'Something else: entirely'],
  ])('%s is told as %s', (reason, plain) => expect(plainReason(reason, 'list')).toBe(plain));
});

describe('a file on the desk', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  it('is sent as far as a guess needs it', () => {
    expect(pieceOf(bytes('a,b\n1,2\n'), 8)).toEqual({ bytes: 8, whole: true });
    expect(pieceOf(bytes('a,b'), 10 << 20)).toMatchObject({ whole: false });
    expect(pieceOf(bytes('PK\u0003\u0004'), 10 << 20)).toEqual({ bytes: 10 << 20, whole: true });
    expect(pieceOf(bytes('PK\u0003\u0004'), WHOLE + 1)).toBeUndefined();
    expect(pieceOf(bytes('\uFEFF [{"a":1}]'), WHOLE + 1)).toBeUndefined();
    expect(pieceOf(bytes('{"a":1}\n'), WHOLE + 1)).toMatchObject({ whole: false });
  });
  it('is cut behind a line, and never within a letter', () => {
    expect(cutAt(bytes('a\nb\nhalf'))).toBe(4);
    expect(cutAt(bytes('one'))).toBe(3);
    expect(cutAt(new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x0a]))).toBe(4);
  });
  it.each([
    ['病例名单2022-07-01.xlsx', '病例名单'],
    ['line_list_20220701.csv', 'line_list'],
    ['2022年7月1日.csv', '2022年7月1日'],
    ['contacts.csv', 'contacts'],
  ])('%s is the list %s', (file, list) => expect(nameOf(file)).toBe(list));
  it('can be pasted, whatever its size', () => {
    const now = new Date('2022-07-01T09:00:00Z');
    expect(pasted('one word', now)).toBeUndefined();
    expect(pasted('a\tb\n1\t2', now)?.name).toBe('paste-20220701T090000.tsv');
    expect(pasted(`a,b\n${'1,2\n'.repeat(2_500_000)}`, now)?.size).toBe(10_000_004);
  });
});
