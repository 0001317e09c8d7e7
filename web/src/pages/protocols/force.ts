// What is in force where and when, from the list of editions and overlays: as `protocol::Library` finds it.
import type { Schema } from '@/api';

export type Edition = Schema<'Items_Edition'>['items'][number];

/** The disease key of files that hold for every disease. */
export const ANY = 'any';

/** Whether a file holds on a day. */
export const holdsOn = (
  { from_on: from, until_on: until }: Pick<Edition, 'from_on' | 'until_on'>,
  day: string,
): boolean => from <= day && (!until || day <= until);

/**
 * How deep the area of a file lies on a path: 0 for one that holds everywhere; undefined where the path does not pass
 * through it. Without a path only what holds everywhere, or for the country, is asked.
 */
export function rank(
  { area }: Pick<Edition, 'area'>,
  path: readonly string[] | undefined,
): number | undefined {
  if (!area) return 0;
  if (!path) return undefined;
  const at = path.indexOf(area);
  return at < 0 ? undefined : at + 1;
}

export interface InForce {
  disease: string;
  edition: Edition;
  /** Overlays down to the area, the deepest last. */
  overlays: Edition[];
}

const order = (a: readonly (string | number)[], b: readonly (string | number)[]): number => {
  for (const [at, value] of a.entries()) {
    const other = b[at];
    if (other === undefined || value === other) continue;
    return value < other ? -1 : 1;
  }
  return 0;
};

/** For each disease the edition that is in force at a place on a day, with its overlays. */
export function inForce(editions: readonly Edition[], path: readonly string[], day: string): InForce[] {
  const diseases = [...new Set(editions.map(({ disease }) => disease))].filter((one) => one !== ANY).sort();
  return diseases.flatMap((disease) => {
    const [base] = editions
      .filter((one) => !one.overlay && one.disease === disease && holdsOn(one, day))
      .flatMap((one) => {
        const deep = rank(one, path);
        return deep === undefined ? [] : [{ one, deep }];
      })
      .sort((a, b) => order([b.deep, b.one.from_on], [a.deep, a.one.from_on]));
    if (!base) return [];
    return [{ disease, edition: base.one, overlays: overlaysOf(editions, base.one, path, day) }];
  });
}

/** The overlays of an edition on the way down to a place, the deepest last. */
export function overlaysOf(
  editions: readonly Edition[],
  edition: Pick<Edition, 'disease' | 'edition'>,
  path: readonly string[],
  day: string,
): Edition[] {
  return editions
    .filter(
      (one) =>
        one.overlay &&
        holdsOn(one, day) &&
        (one.disease === ANY || (one.disease === edition.disease && one.edition === edition.edition)) &&
        rank(one, path) !== undefined,
    )
    .sort((a, b) => order([rank(a, path) ?? 0, a.from_on], [rank(b, path) ?? 0, b.from_on]));
}

/** A span of days on a scale from 0 to 1; what lies outside is cut. */
export interface Bar {
  edition: Edition;
  left: number;
  right: number;
  /** Whether it goes on beyond the scale. */
  before: boolean;
  after: boolean;
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** The days that a scale covers: all editions but those of another age, and some days around the day looked at. */
export function scaleOf(editions: readonly Edition[], day: string): { from: number; until: number } {
  const now = dayNumber(day);
  const near = (at: number) => Math.abs(at - now) < 366 * 2.5;
  const ends = editions
    .flatMap(({ from_on: from, until_on: until }) => [dayNumber(from), ...(until ? [dayNumber(until)] : [])])
    .filter(near);
  return { from: Math.min(now - 180, ...ends) - 30, until: Math.max(now + 180, ...ends) + 30 };
}

/** Editions as bars of a scale; those that lie outside are left out. */
export function barsOf(
  editions: readonly Edition[],
  { from, until }: { from: number; until: number },
): Bar[] {
  const width = until - from;
  return editions.flatMap((edition) => {
    const begins = dayNumber(edition.from_on);
    const ends = edition.until_on ? dayNumber(edition.until_on) + 1 : Infinity;
    if (ends <= from || begins >= until) return [];
    return [
      {
        edition,
        left: Math.max(0, (begins - from) / width),
        right: Math.min(1, (ends - from) / width),
        before: begins < from,
        after: ends > until,
      },
    ];
  });
}

/** Where a day lies on a scale. */
export const placeOf = (day: string, { from, until }: { from: number; until: number }): number =>
  (dayNumber(day) - from) / (until - from);

/** The first days of the years on a scale, for its marks. */
export function yearsOf({ from, until }: { from: number; until: number }): { year: number; place: number }[] {
  const first = new Date(from * 86_400_000).getUTCFullYear() + 1;
  const last = new Date(until * 86_400_000).getUTCFullYear();
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => ({
    year: first + at,
    place: placeOf(`${first + at}-01-01`, { from, until }),
  }));
}
