// What an export may be asked, by kind of record: pure, so that it can be tested.
import type { Body, Schema } from '@/api';
import type { Action } from '@/session';

export type ExportBody = Body<'/api/v1/exports'>;

/** What it takes to read a kind of record. */
const ACTIONS: Readonly<Record<string, Action>> = {
  cases: 'read_cases',
  contacts: 'read_cases',
  exposures: 'read_cases',
  tests: 'read_cases',
  chains: 'read_cases',
  orders: 'read_orders',
  obligations: 'read_obligations',
  visits: 'report_fever',
};

/** Kinds that somebody may take out. */
export const allowedKinds = (
  shapes: readonly Schema<'Shape'>[],
  may: (action: Action) => boolean,
): string[] => shapes.map(({ kind }) => kind).filter((kind) => may(ACTIONS[kind] ?? 'read_cases'));

/** Formats that fit kinds: chains are a graph, all others tables. */
export function formatsOf(kinds: readonly string[]): string[] {
  return kinds.includes('chains') ? ['graphml'] : ['csv', 'xlsx', 'json', 'ndjson'];
}

/** After a click: chains stand alone. */
export function chosen(before: readonly string[], next: readonly string[]): string[] {
  const added = next.find((kind) => !before.includes(kind));
  if (added === 'chains') return ['chains'];
  return next.filter((kind) => kind !== 'chains' || next.length === 1);
}

/** The headings of a kind, where persons are named or not. */
export function headingsOf(shape: Schema<'Shape'> | undefined, identified: boolean): Schema<'ShapeField'>[] {
  return (shape?.fields ?? []).filter(
    ({ shown }) => shown === 'always' || shown === (identified ? 'identified' : 'de_identified'),
  );
}

/** States by which one kind can be narrowed. */
export const STATUSES: Readonly<Record<string, readonly string[]>> = {
  cases: ['open', 'isolated', 'admitted', 'ended'],
  orders: ['issued', 'running', 'released', 'lifted'],
  obligations: ['open', 'warned', 'overdue', 'met', 'met_late', 'waived', 'void', 'handed_over'],
  tests: ['positive', 'negative', 'invalid'],
};
export const STATUS_GROUPS = {
  cases: 'casestate',
  orders: 'state',
  obligations: 'state',
  tests: 'result',
} as const;

/** What the form holds. */
export interface ExportValues {
  kinds: string[];
  format: string;
  purpose: string;
  identified: boolean;
  fields?: string[];
  bom?: boolean;
  as_of?: string;
  status?: string;
  classification?: string;
  class?: string;
  opened_from?: string;
  opened_until?: string;
}

/** Which filters fit: the API refuses those that one of the kinds does not know. */
export function fitting(kinds: readonly string[]) {
  const all = (known: readonly string[]) => kinds.length > 0 && kinds.every((kind) => known.includes(kind));
  const [only] = kinds;
  return {
    disease: kinds.length > 0 && !kinds.includes('visits'),
    classification: all(['cases', 'chains']),
    class: all(['contacts']),
    opened: all(['cases', 'chains']),
    status: kinds.length === 1 && only !== undefined && only in STATUSES ? only : undefined,
  };
}

/** The request: nothing in it that does not fit. */
export function bodyOf(
  values: ExportValues,
  place: { area?: string | undefined; disease?: string | undefined },
): ExportBody {
  const fits = fitting(values.kinds);
  const filter = {
    area: place.area,
    disease: fits.disease ? place.disease : undefined,
    status: fits.status ? values.status : undefined,
    classification: fits.classification ? values.classification : undefined,
    class: fits.class ? values.class : undefined,
    opened_from: fits.opened ? values.opened_from : undefined,
    opened_until: fits.opened ? values.opened_until : undefined,
  };
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  const formats = formatsOf(values.kinds);
  const format = formats.includes(values.format) ? values.format : (formats[0] ?? 'csv');
  return {
    kinds: values.kinds,
    format,
    purpose: values.purpose,
    identified: values.identified,
    filter: given,
    ...(values.kinds.length === 1 && values.fields && values.fields.length > 0
      ? { fields: values.fields }
      : {}),
    ...(format === 'csv' && values.bom ? { bom: true } : {}),
    ...(values.as_of ? { as_of: values.as_of } : {}),
  };
}
