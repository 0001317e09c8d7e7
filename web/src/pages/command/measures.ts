// How areas are coloured: what is measured, in which class it falls, what the classes are called. Bounds are fixed, so
// that a map of today and one of last week can be compared.
import type { Schema } from '@/api';
import { numberText } from '@/parts/formats';

export type Below = Schema<'SituationArea'>;
export type Measure = 'incidence_7d' | 'incidence_14d' | 'zones' | 'overdue';
export const MEASURES: readonly Measure[] = ['incidence_7d', 'incidence_14d', 'zones', 'overdue'];

/** What is really shown: cases for people where population is known, else cases. */
export type Shown = Measure | 'cases_7d' | 'cases_14d';

/** Levels of zones, the mildest first: places in this list are classes. */
export const LEVELS = ['routine', 'prevention', 'low', 'control', 'medium', 'lockdown', 'high'] as const;
export type Level = (typeof LEVELS)[number];

/** The lower bounds of the classes above nought. */
const ANY = Number.MIN_VALUE;
const BOUNDS: Record<Exclude<Shown, 'zones'>, readonly number[]> = {
  incidence_7d: [ANY, 1, 5, 20, 100],
  incidence_14d: [ANY, 1, 5, 20, 100],
  cases_7d: [1, 5, 20, 50, 200],
  cases_14d: [1, 5, 20, 50, 200],
  overdue: [1, 3, 6, 11, 21],
};
/** Classes of what is counted: nought and five above. */
export const CLASSES = 6;

/** The class of a value; undefined where nothing is known. */
export function classOf(shown: Exclude<Shown, 'zones'>, value: number | undefined): number | undefined {
  return value === undefined ? undefined : BOUNDS[shown].filter((bound) => value >= bound).length;
}

/** Bounds of the classes as people read them, the class of nought first. */
export function legendOf(shown: Exclude<Shown, 'zones'>): string[] {
  const bounds = BOUNDS[shown];
  const whole = bounds[0] !== ANY;
  return [
    '0',
    ...bounds.map((from, place) => {
      const before = bounds[place + 1];
      if (before === undefined) return `≥ ${from}`;
      if (from === ANY) return `< ${before}`;
      const to = whole ? before - 1 : before;
      return from === to ? String(from) : `${from}–${to}`;
    }),
  ];
}

/** What can be shown of these areas instead of what was asked for. */
export function shownAs(measure: Measure, areas: readonly Below[]): Shown {
  if (measure !== 'incidence_7d' && measure !== 'incidence_14d') return measure;
  const known = areas.some((area) => area.population != null);
  if (known) return measure;
  return measure === 'incidence_7d' ? 'cases_7d' : 'cases_14d';
}

/** An area as it is drawn. */
export interface Cell {
  area: Below;
  /** Place in the palette; undefined where nothing is known. */
  level: number | undefined;
  /** By what areas are put in order. */
  value: number | undefined;
}

function valueOf(shown: Exclude<Shown, 'zones'>, area: Below): number | undefined {
  switch (shown) {
    case 'incidence_7d':
      return area.cases?.incidence_7d ?? undefined;
    case 'incidence_14d':
      return area.cases?.incidence_14d ?? undefined;
    case 'cases_7d':
      return area.cases?.new_7d.count;
    case 'cases_14d':
      return area.cases?.new_14d.count;
    case 'overdue':
      return area.overdue.count;
  }
}

/** How the areas are drawn. `levels`: the highest level of a zone within each, for the map of zones. */
export function cells(shown: Shown, areas: readonly Below[], levels: ReadonlyMap<string, Level>): Cell[] {
  return areas.map((area) => {
    if (shown === 'zones') {
      const place = Math.max(0, LEVELS.indexOf(levels.get(area.code) ?? 'routine'));
      return { area, level: place, value: place + area.zones.count / 1e6 };
    }
    const value = valueOf(shown, area);
    return { area, level: classOf(shown, value), value };
  });
}

/** Those with most first; what is not known last. */
export function ranked(drawn: readonly Cell[]): Cell[] {
  return [...drawn].sort(
    (a, b) => (b.value ?? -1) - (a.value ?? -1) || a.area.code.localeCompare(b.area.code),
  );
}

/** The highest level of a zone in each of some areas. `pathOf`: codes from the root. */
export function highestLevels(
  zones: readonly Pick<Schema<'Zone'>, 'area' | 'level'>[],
  codes: readonly string[],
  pathOf: (code: string) => readonly string[] | undefined,
): Map<string, Level> {
  const highest = new Map<string, Level>();
  const wanted = new Set(codes);
  for (const zone of zones) {
    const within = (pathOf(zone.area) ?? [zone.area]).find((code) => wanted.has(code));
    if (!within) continue;
    const before = highest.get(within);
    if (!before || LEVELS.indexOf(zone.level) > LEVELS.indexOf(before)) highest.set(within, zone.level);
  }
  return highest;
}

/** A number of cases for 100,000 people: two figures that count. */
export function rateText(rate: number, language: string): string {
  const digits = rate === 0 || rate >= 10 ? 0 : rate >= 1 ? 1 : 2;
  return numberText(rate, language, [digits, digits]);
}
