// A change of areas as the form holds it and as the API takes it: pure.
import type { Schema } from '@/api';

export const CHANGES = ['renamed', 'founded', 'moved', 'recoded', 'merged', 'split', 'abolished'] as const;
export type ChangeKind = (typeof CHANGES)[number];
export const LEVELS = ['country', 'province', 'prefecture', 'county', 'township', 'village'] as const;

export interface PartValues {
  code: string;
  zh: string;
  en: string;
  children?: string[];
}

/** What the form holds; what a kind does not need is left alone. */
export interface ChangeValues {
  kind: ChangeKind;
  code?: string;
  zh?: string;
  en?: string;
  level?: string;
  zone?: string;
  parent?: string;
  into?: string;
  also?: string[];
  parts?: PartValues[];
  heir?: string;
  rights?: Schema<'AreaRights'>;
  on: string;
  document: string;
  reason: string;
}

/** Whether areas end by a change, so that somebody must say what becomes of rights there. */
export const ends = (kind: ChangeKind): boolean =>
  kind === 'merged' || kind === 'split' || kind === 'abolished';

/**
 * What somebody who administers some areas may do with one: a change is decided above the area that changes, and only
 * what is founded there is below it. A hint; the server decides.
 */
export function changesFor(path: readonly string[], administered: readonly string[]): readonly ChangeKind[] {
  const above = path.length > 1 ? path.slice(0, -1) : path;
  if (above.some((code) => administered.includes(code))) return CHANGES;
  return path.some((code) => administered.includes(code)) ? ['founded'] : [];
}

/** The level below. */
export function levelBelow(level: string): string {
  const at = LEVELS.indexOf(level as (typeof LEVELS)[number]);
  return LEVELS[Math.min(LEVELS.length - 1, at + 1)] ?? 'village';
}

const name = ({ zh = '', en = '' }: { zh?: string | undefined; en?: string | undefined }) => ({
  zh,
  en: en || zh,
});

function changeOf(area: string, values: ChangeValues): Schema<'AreaChange'> {
  const { kind, code = '', parent = '', into = '' } = values;
  switch (kind) {
    case 'renamed':
      return { renamed: { area, name: name(values) } };
    case 'founded':
      return {
        founded: [
          {
            code,
            parent: area,
            level: values.level ?? 'village',
            name: name(values),
            zone: values.zone ?? '',
          },
        ],
      };
    case 'moved':
      return { moved: { area, parent } };
    case 'recoded':
      return { recoded: { area, code, ...(values.zh ? { name: name(values) } : {}) } };
    case 'merged':
      return { merged: { areas: [area, ...(values.also ?? [])], into } };
    case 'split':
      return {
        split: {
          area,
          parts: (values.parts ?? []).map((part) => ({
            code: part.code,
            name: name(part),
            children: part.children ?? [],
          })),
          ...(values.heir ? { heir: values.heir } : {}),
        },
      };
    case 'abolished':
      return { abolished: { area } };
  }
}

/** The request. */
export function requestOf(area: string, values: ChangeValues): Schema<'AreaChangeRequest'> {
  const { on, document, reason, rights, kind } = values;
  return {
    change: changeOf(area, values),
    on,
    document,
    reason,
    ...(ends(kind) && rights ? { rights } : {}),
  };
}
