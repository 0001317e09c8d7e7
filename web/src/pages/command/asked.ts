// What the situation board asks, by its address: the same questions from its page and ahead of it.
import { lookedAt } from '@/address';
import { getAhead, listAhead } from '@/api';

export const WINDOWS = ['7', '14', '30'] as const;
/** Units shown at first, and with each further step: more than a panel has room for. */
const STEP = 25;

/** As it stands in the address. */
type Kept = string | undefined;

/** Over how many days the board looks back. */
export const windowOf = (kept: Kept) => WINDOWS.find((one) => one === kept) ?? '7';

interface Where {
  area: string | undefined;
  disease: string | undefined;
}

export const ofSituation = ({ area, disease }: Where, days: number) => ({ query: { area, disease, days } });

/** The duties of units, the worst first. */
export const ofUnits = ({ area, disease }: Where, days: number, role: string | undefined) => ({
  query: { area, disease, role, days, overdue_first: true, limit: STEP },
});

export const BY = ['onset', 'report', 'confirmation'] as const;
export type By = (typeof BY)[number];
export const SPANS = ['30', '60', '120', '365'] as const;

function oneOf<T extends string>(all: readonly T[], value: Kept, otherwise: T): T {
  return all.find((one) => one === value) ?? otherwise;
}

/** What of the curve stands in the address. */
export const curveIn = (by: Kept, unit: Kept, span: Kept) => ({
  by: oneOf(BY, by, 'onset'),
  unit: oneOf(['day', 'week'] as const, unit, 'day'),
  span: oneOf(SPANS, span, '60'),
});

/** The curve up to today. */
export const ofCurve = ({ area, disease }: Where, { by, unit, span }: ReturnType<typeof curveIn>) => ({
  query: { area, disease, by, unit, days: Number(span) },
});

export function ahead(search: URLSearchParams) {
  const where = lookedAt(search);
  const kept = (name: string) => search.get(name) ?? undefined;
  const days = Number(windowOf(kept('days')));
  return [
    getAhead('/api/v1/situation', ofSituation(where, days)),
    listAhead('/api/v1/obligations/counts_by_unit', ofUnits(where, days, kept('role'))),
    getAhead('/api/v1/epi_curve', ofCurve(where, curveIn(kept('by'), kept('unit'), kept('span')))),
  ];
}
