// What people paste and type, brought into the form that was meant: pure functions.

/** Full-width forms of ASCII, and the ideographic space, as ASCII. Other characters stay. */
export function halfWidth(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

/** Characters that nobody sees: zero-width ones, marks of direction, controls but tab and line break. */
// oxlint-disable no-control-regex -- they are what is looked for
const UNSEEN =
  /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;
// oxlint-enable no-control-regex

/** One line: no line breaks, blanks run together, none at the ends. */
export function oneLine(text: string): string {
  return text.replaceAll(UNSEEN, '').replaceAll(/\s+/g, ' ').trim();
}

/** Several lines: line ends of one kind, no blanks at the ends of lines, at most one empty line in a row. */
export function manyLines(text: string): string {
  return text
    .replaceAll(UNSEEN, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[ \t\u3000]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Numbers, codes, phone and identity numbers: half width, no blanks or dashes within. */
export function codeOf(text: string): string {
  return halfWidth(text)
    .replaceAll(UNSEEN, '')
    .replaceAll(/[\s\-\u2010-\u2015\u2212]+/g, '');
}

/** A number as somebody wrote it (`３７．５`, `1,200`); undefined where it is none. */
export function numberOf(text: string): number | undefined {
  const plain = halfWidth(text)
    .replaceAll(/[\s,，]/g, '')
    .replace('。', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}

/** A day as somebody wrote it: 2022-7-1, 2022/07/01, 20220701, 2022年7月1日. Undefined where there is no such day. */
export function dayOf(text: string): string | undefined {
  const plain = halfWidth(text).trim();
  const found = /^(\d{4})(?:(\d{2})(\d{2})|\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?)$/.exec(plain);
  if (!found) return undefined;
  const [, year = '', month4, day4, month = month4 ?? '', day = day4 ?? ''] = found;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso ? iso : undefined;
}

/** What a form holds, ready to be sent: all texts cleaned; what is empty is not said. */
export function clean<T>(values: T): T {
  if (typeof values === 'string') return (manyLines(values) || undefined) as T;
  if (Array.isArray(values)) return values.map((value: unknown) => clean(value)) as T;
  if (typeof values !== 'object' || values === null) return values;
  const entries = Object.entries(values).map(([name, value]) => [name, clean(value as unknown)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null)) as T;
}
