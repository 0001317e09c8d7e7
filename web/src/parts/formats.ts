// How the browser writes numbers and spans of time. What writes them is kept: making one takes longer than drawing a row,
// and a board has hundreds of numbers.

/** Digits after the point: at least, at most. */
export type Digits = readonly [least: number, most: number];

const numbers = new Map<string, Intl.NumberFormat>();

/** A number with its thousands apart: 1,204; without a fraction unless one is asked for. */
export function numberText(value: number, language: string, [least, most]: Digits = [0, 0]): string {
  const key = `${language} ${least} ${most}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, { minimumFractionDigits: least, maximumFractionDigits: most });
    numbers.set(key, format);
  }
  return format.format(value);
}

const spans = new Map<string, Intl.RelativeTimeFormat>();

/** A span of time from now, in one unit: 3 小时前, in 2 days. */
export function spanText(value: number, unit: Intl.RelativeTimeFormatUnit, language: string): string {
  let format = spans.get(language);
  if (!format) spans.set(language, (format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })));
  return format.format(value, unit);
}
