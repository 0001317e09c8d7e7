// Times and weeks without React: what `<When>`, `<EpiWeek>` and charts use.
import type { Language } from '@/i18n';
import { spanText } from './formats';

export type TimeKind = 'day' | 'minute' | 'second';

const zones = new Map<string | undefined, string>();

/** The zone, where the browser knows it; Coordinated Universal Time where it does not. */
export function soundZone(zone: string | undefined): string {
  let sound = zones.get(zone);
  if (sound === undefined) zones.set(zone, (sound = knownZone(zone)));
  return sound;
}

// To make a formatter is dear: the one that tells whether a zone is known is the one that is used.
function knownZone(zone: string | undefined): string {
  try {
    return formatter(zone).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>();
function formatter(zone: string | undefined): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      ...(zone ? { timeZone: zone } : {}),
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day by language: 2022年7月1日, 1 Jul 2022. */
export function dayText(day: string, language: Language): string {
  const [, year = '', month = '', date = ''] = /^(-?\d+)-(\d\d)-(\d\d)/.exec(day) ?? [];
  if (!year) return day;
  return language === 'en'
    ? `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`
    : `${Number(year)}年${Number(month)}月${Number(date)}日`;
}

/** The calendar day of an instant in a zone, `YYYY-MM-DD`. */
export function dayIn(at: string | number, zone: string): string {
  const { year, month, day } = partsIn(at, zone);
  return `${year}-${month}-${day}`;
}

function partsIn(at: string | number, zone: string): Record<string, string> {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return {};
  const parts = formatter(zone).formatToParts(date);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** An instant by language and zone: 2022年7月1日 09:00, 1 Jul 2022, 09:00. */
export function instantText(at: string | number, kind: TimeKind, language: Language, zone: string): string {
  const { year, month, day, hour, minute, second } = partsIn(at, zone);
  if (year === undefined) return String(at);
  const days = dayText(`${year}-${month}-${day}`, language);
  if (kind === 'day') return days;
  const time = kind === 'second' ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
  return language === 'en' ? `${days}, ${time}` : `${days} ${time}`;
}

/** How an instant stands to now, in one unit: 3 小时前, in 2 days. */
export function relativeText(at: string | number, now: number, language: Language): string {
  const seconds = (new Date(at).getTime() - now) / 1_000;
  const [unit, size] = unitFor(Math.abs(seconds));
  return spanText(Math.trunc(seconds / size), unit, language);
}

function unitFor(seconds: number): [Intl.RelativeTimeFormatUnit, number] {
  if (seconds < 60) return ['second', 1];
  if (seconds < 3_600) return ['minute', 60];
  if (seconds < 86_400) return ['hour', 3_600];
  if (seconds < 86_400 * 60) return ['day', 86_400];
  if (seconds < 86_400 * 700) return ['month', 86_400 * 30.44];
  return ['year', 86_400 * 365.25];
}

/** Year and number of the epidemiological week: ISO 8601, Monday to Sunday, as in China and at the WHO's European office. */
export function epiWeek(day: string): { year: number; week: number } {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  const weekday = (date.getUTCDay() + 6) % 7;
  date.setUTCDate(date.getUTCDate() - weekday + 3); // the Thursday decides
  const year = date.getUTCFullYear();
  const first = new Date(Date.UTC(year, 0, 4));
  const monday = first.getTime() - ((first.getUTCDay() + 6) % 7) * 86_400_000;
  return { year, week: 1 + Math.floor((date.getTime() - monday) / (7 * 86_400_000)) };
}

/** A length such as `1h30m` or `-2d4h`, in seconds; undefined where it is none. */
export function spanSeconds(span: string): number | undefined {
  const found = /^(-)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)us)?$/.exec(span);
  if (!found || span === '' || span === '-') return undefined;
  const [, minus, days = '0', hours = '0', minutes = '0', seconds = '0', micros = '0'] = found;
  const total =
    Number(days) * 86_400 +
    Number(hours) * 3_600 +
    Number(minutes) * 60 +
    Number(seconds) +
    Number(micros) / 1e6;
  return minus ? -total : total;
}

/** The instant at which a calendar day begins in a zone, as the API wants it. */
export function dayStart(day: string, zone: string): string {
  return instantAt(`${day}T00:00`, zone);
}

/** The instant of a time on the wall (`2022-07-01T09:00`) in a zone. */
export function instantAt(wall: string, zone: string): string {
  const wanted = Date.parse(`${wall}Z`);
  let at = wanted;
  // Twice, since the offset may change on that very day.
  for (let turn = 0; turn < 2; turn += 1) at = wanted - offsetAt(at, zone);
  return new Date(at).toISOString();
}

/** The time on the wall of a zone at an instant, `YYYY-MM-DDTHH:mm:ss`. */
export function wallAt(at: string | number, zone: string): string {
  const { year, month, day, hour, minute, second } = partsIn(at, zone);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

/** How far the zone is ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  return Date.parse(`${wallAt(at, zone)}Z`) - Math.floor(at / 1_000) * 1_000;
}

/** The day that many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
