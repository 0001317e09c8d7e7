// A mapping: which column of somebody's table is which field. Read from and written to the text that the API takes.
import { quoted, readToml, type TomlTable, type TomlValue } from './toml';

/** What the rows of a table are. */
export const KINDS = ['cases', 'contacts', 'exposures', 'event_participants'] as const;
export type Kind = (typeof KINDS)[number];
/** Our own exports, whose headings need no mapping. */
const EXPORTED = ['exported_cases', 'exported_contacts', 'exported_exposures'] as const;

/** What values of a field look like. */
export type Shape = 'number' | 'numbers' | 'day' | 'age' | 'coded' | 'text';

export interface Field {
  name: string;
  shape: Shape;
  kinds: readonly Kind[];
}

const PEOPLE = ['cases', 'contacts', 'event_participants'] as const;
const has = (name: string, shape: Shape, kinds: readonly Kind[]): Field => ({ name, shape, kinds });

/** All fields, in the order of the API; a test holds the list to `crates/interop`. */
export const FIELDS: readonly Field[] = [
  has('number', 'number', PEOPLE),
  has('disease', 'text', ['cases', 'contacts']),
  has('onset', 'day', ['cases']),
  has('rash', 'day', ['cases']),
  has('reported', 'day', PEOPLE),
  has('confirmed', 'day', ['cases']),
  has('hospitalised', 'day', ['cases']),
  has('recovered', 'day', ['cases']),
  has('death', 'day', ['cases']),
  has('outcome_date', 'day', ['cases']),
  has('outcome', 'coded', ['cases']),
  has('age', 'age', PEOPLE),
  has('age_unit', 'coded', PEOPLE),
  has('sex', 'coded', PEOPLE),
  has('name', 'text', PEOPLE),
  has('given_name', 'text', PEOPLE),
  has('family_name', 'text', PEOPLE),
  has('birth_date', 'day', PEOPLE),
  has('birth_year', 'text', PEOPLE),
  has('birth_month', 'text', PEOPLE),
  has('birth_day', 'text', PEOPLE),
  has('id_number', 'text', PEOPLE),
  has('phone', 'text', PEOPLE),
  has('address', 'text', PEOPLE),
  has('street', 'text', PEOPLE),
  has('house_number', 'text', PEOPLE),
  has('postcode', 'text', PEOPLE),
  has('city', 'text', PEOPLE),
  has('area', 'text', PEOPLE),
  has('area_1', 'text', PEOPLE),
  has('area_2', 'text', PEOPLE),
  has('area_3', 'text', PEOPLE),
  has('facility', 'text', PEOPLE),
  has('classification', 'coded', ['cases']),
  has('infector', 'numbers', ['cases']),
  has('infector_2', 'numbers', ['cases']),
  has('infector_3', 'numbers', ['cases']),
  has('linked', 'numbers', ['cases']),
  has('exposure_kind', 'text', ['cases', 'contacts', 'exposures']),
  has('household', 'text', PEOPLE),
  has('school_class', 'text', PEOPLE),
  has('case', 'number', ['contacts']),
  has('first_contact', 'day', ['contacts']),
  has('last_contact', 'day', ['contacts']),
  has('relation', 'text', ['contacts', 'exposures']),
  has('follow_up_until', 'day', ['contacts']),
  has('from', 'number', ['exposures']),
  has('to', 'number', ['exposures']),
  has('started', 'day', ['exposures']),
  has('ended', 'day', ['exposures']),
  has('event', 'text', ['event_participants']),
  has('involvement', 'text', ['event_participants']),
  has('note', 'text', KINDS),
];

/** The codes of a coded field. */
export const CODES: Readonly<Record<string, readonly string[]>> = {
  sex: ['male', 'female'],
  classification: ['suspected', 'probable', 'asymptomatic', 'confirmed', 'discarded'],
  outcome: ['ongoing', 'recovered', 'died'],
  age_unit: ['years', 'months', 'weeks', 'days'],
};

/** Forms of dates to choose from; others can be typed. */
export const FORMS = [
  'YYYY-MM-DD',
  'iso',
  'YYYY/M/D',
  'D.M.YYYY',
  'D/M/YYYY',
  'M/D/YYYY',
  'YYYYMMDD',
  'excel',
] as const;
export const ENCODINGS = ['utf-8', 'gb18030', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export const DELIMITERS = [',', ';', 'tab', '|'] as const;

export interface Mapping {
  kind: string;
  disease: string;
  forms: string[];
  /** Forms of single fields, instead of those. */
  formsOf: Record<string, string[]>;
  encoding?: string;
  delimiter?: string;
  sheet?: string;
  blanks: string[];
  extras: 'none' | 'all' | string[];
  /** Rows without a number are numbered by their row. */
  numberByRow: boolean;
  shortRows: boolean;
  renumber?: { from: string; to: string };
  /** Heading of each field. */
  columns: Record<string, string>;
  /** For a field, what a text of the table means. */
  values: Record<string, Record<string, string>>;
  defaults: Record<string, string>;
}

/** Whether rows are of our own export: nothing is mapped then. */
export const isExported = (kind: string): boolean => (EXPORTED as readonly string[]).includes(kind);

/** The fields of a kind. */
export const fieldsOf = (kind: string): readonly Field[] =>
  FIELDS.filter(({ kinds }) => (kinds as readonly string[]).includes(kind));

/** Fields that rows of a kind must have and this mapping does not name. */
export function lacking({ kind, columns, numberByRow, disease, defaults }: Mapping): string[] {
  const needed = kind === 'exposures' ? ['from', 'to'] : kind === 'cases' && !numberByRow ? ['number'] : [];
  const missing = needed.filter((name) => !columns[name]);
  if (kind === 'cases' && !disease && !columns['disease'] && !defaults['disease']) missing.push('disease');
  return missing;
}

/** Whether nothing in a mapping tells where rows belong: then the list must. */
export const needsArea = ({ kind, columns, defaults }: Mapping): boolean =>
  kind !== 'exposures' &&
  !isExported(kind) &&
  !defaults['area'] &&
  !['area', 'area_1', 'area_2', 'area_3'].some((name) => columns[name]);

/** Gives a column a field, or none; a field belongs to one column, a column to one field. */
export function assign(mapping: Mapping, heading: string, name: string | undefined): Mapping {
  const kept = Object.entries(mapping.columns).filter(([field, of]) => of !== heading && field !== name);
  const columns = Object.fromEntries(name ? [...kept, [name, heading]] : kept);
  const known = (field: string) => field in columns;
  const only = <T>(of: Record<string, T>) =>
    Object.fromEntries(Object.entries(of).filter(([field]) => known(field)));
  return { ...mapping, columns, values: only(mapping.values), formsOf: only(mapping.formsOf) };
}

const texts = (value: TomlValue | undefined): string[] | undefined => {
  if (value === undefined) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return undefined;
};

const table = (value: TomlValue | undefined): Record<string, TomlValue> | undefined => {
  if (value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? { ...(value as TomlTable) } : undefined;
};

const textTable = (value: TomlValue | undefined): Record<string, string> | undefined => {
  const found = table(value);
  if (!found || !Object.values(found).every((item) => typeof item === 'string')) return undefined;
  return found as Record<string, string>;
};

/** All of a record, or nothing where one of them could not be read. */
function each<T, U>(
  of: Record<string, T> | undefined,
  read: (value: T) => U | undefined,
): Record<string, U> | undefined {
  if (!of) return undefined;
  const pairs = Object.entries(of).map(([name, value]) => [name, read(value)] as const);
  return pairs.some(([, value]) => value === undefined)
    ? undefined
    : (Object.fromEntries(pairs) as Record<string, U>);
}

const KNOWN = new Set([
  'kind',
  'disease',
  'date_format',
  'date_formats',
  'encoding',
  'delimiter',
  'sheet',
  'blanks',
  'extras',
  'missing_number',
  'short_rows',
  'renumber',
  'columns',
  'values',
  'defaults',
]);

/** Reads a mapping; undefined for one that only the server understands, or nobody. */
export function readMapping(text: string): Mapping | undefined {
  const file = readToml(text);
  if (!file || !Object.keys(file).every((key) => KNOWN.has(key))) return undefined;
  const plain = (key: string) => (typeof file[key] === 'string' ? file[key] : undefined);
  const forms = texts(file['date_format']);
  const formsOf = each(table(file['date_formats']), texts);
  const blanks = texts(file['blanks']);
  const extras =
    file['extras'] === 'all' || file['extras'] === undefined
      ? (plain('extras') ?? 'none')
      : texts(file['extras']);
  const columns = textTable(file['columns']);
  const values = each(table(file['values']), textTable);
  const defaults = textTable(file['defaults']);
  const renumber = file['renumber'] === undefined ? undefined : textTable(file['renumber']);
  if (!forms || !formsOf || !blanks || !extras || !columns || !values || !defaults) return undefined;
  if (file['renumber'] !== undefined && (renumber?.['from'] === undefined || renumber['to'] === undefined))
    return undefined;
  const mapping: Mapping = {
    kind: plain('kind') ?? 'cases',
    disease: plain('disease') ?? '',
    forms: forms.length > 0 ? forms : ['YYYY-MM-DD'],
    formsOf,
    blanks,
    extras:
      extras === 'all' ? 'all' : extras === 'none' ? 'none' : typeof extras === 'string' ? 'none' : extras,
    numberByRow: file['missing_number'] === 'row',
    shortRows: file['short_rows'] === true,
    columns,
    values,
    defaults,
  };
  for (const key of ['encoding', 'delimiter', 'sheet'] as const) {
    const value = plain(key);
    if (value !== undefined) mapping[key] = value;
  }
  if (renumber) mapping.renumber = { from: renumber['from'] ?? '', to: renumber['to'] ?? '' };
  return mapping;
}

const list = (items: readonly string[]) => `[${items.map(quoted).join(', ')}]`;
const oneOrMore = (items: readonly string[]) => (items.length === 1 ? quoted(items[0] ?? '') : list(items));

function section(name: string, lines: readonly (readonly [string, string])[]): string {
  if (lines.length === 0) return '';
  const key = (text: string) => (/^[A-Za-z0-9_-]+$/.test(text) ? text : quoted(text));
  return `\n[${name}]\n${lines.map(([left, right]) => `${key(left)} = ${right}\n`).join('')}`;
}

/** The text of a mapping, as the API takes it. */
export function writeMapping(mapping: Mapping): string {
  const lines: string[] = [];
  const say = (key: string, value: string) => lines.push(`${key} = ${value}\n`);
  if (mapping.kind !== 'cases') say('kind', quoted(mapping.kind));
  if (mapping.disease) say('disease', quoted(mapping.disease));
  say('date_format', oneOrMore(mapping.forms));
  for (const key of ['encoding', 'delimiter', 'sheet'] as const) {
    const value = mapping[key];
    if (value) say(key, quoted(value));
  }
  if (mapping.blanks.length > 0) say('blanks', list(mapping.blanks));
  if (mapping.extras !== 'none')
    say('extras', mapping.extras === 'all' ? quoted('all') : list(mapping.extras));
  if (mapping.numberByRow) say('missing_number', quoted('row'));
  if (mapping.shortRows) say('short_rows', 'true');
  if (mapping.renumber)
    say('renumber', `{ from = ${quoted(mapping.renumber.from)}, to = ${quoted(mapping.renumber.to)} }`);
  const sorted = <T>(of: Record<string, T>) => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...lines,
    section(
      'columns',
      sorted(mapping.columns).map(([name, heading]) => [name, quoted(heading)] as const),
    ),
    section(
      'date_formats',
      sorted(mapping.formsOf).map(([name, forms]) => [name, oneOrMore(forms)] as const),
    ),
    ...sorted(mapping.values).map(([name, meanings]) =>
      section(
        `values.${name}`,
        sorted(meanings).map(([written, meant]) => [written, quoted(meant)] as const),
      ),
    ),
    section(
      'defaults',
      sorted(mapping.defaults).map(([name, value]) => [name, quoted(value)] as const),
    ),
  ].join('');
}

/** For a file of mended rows, which is always our own CSV in UTF-8, with cells that may lack at the end. */
export function forMended(text: string): string | undefined {
  const mapping = readMapping(text);
  if (!mapping) return undefined;
  const { encoding: _encoding, delimiter: _delimiter, sheet: _sheet, ...rest } = mapping;
  return writeMapping({ ...rest, encoding: 'utf-8', delimiter: ',' });
}
