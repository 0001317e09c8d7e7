// Rules of an edition beside those of another one, and how the values of their fields are read.
import type { Schema } from '@/api';

/** A rule; a newer server tells besides what it says field by field, and how it stands to the rules of the area above. */
export type Rule = Schema<'Rule'> & {
  says?: Record<string, unknown>;
  basis?: Schema<'Text'>;
  against_parent?: { change: string; strictness: string; add_on: boolean };
};
export type RuleChange = Schema<'Items_RuleChange'>['items'][number];

/** The sections of a protocol, in the order of the files. */
export const SECTIONS = [
  'case_definition',
  'contact_class',
  'regime',
  'zone',
  'cluster',
  'notation',
  'report_clock',
  'parameter',
  'obligation',
  'must_not',
] as const;

/** A rule, with what it is compared with. */
export interface Line {
  section: string;
  id: string;
  /** In the edition that is shown. */
  here: Rule | undefined;
  /** In the one beside it. */
  there: Rule | undefined;
  /** What differs, from beside to here. */
  change: RuleChange | undefined;
  /** How an overlay differs from the edition without it. */
  local: RuleChange | undefined;
}

const keyOf = ({ section, id }: { section: string; id: string }) => `${section} ${id}`;

/** Puts two editions side by side, rule by rule, in the order of the first. */
export function sideBySide(
  here: readonly Rule[],
  there: readonly Rule[] = [],
  changes: readonly RuleChange[] = [],
  local: readonly RuleChange[] = [],
): Line[] {
  const other = new Map(there.map((rule) => [keyOf(rule), rule]));
  const changed = new Map(changes.map((change) => [`${change.section} ${change.rule}`, change]));
  const overlaid = new Map(local.map((change) => [`${change.section} ${change.rule}`, change]));
  const line = (rule: Rule, own: boolean): Line => ({
    section: rule.section,
    id: rule.id,
    here: own ? rule : undefined,
    there: own ? other.get(keyOf(rule)) : rule,
    change: changed.get(keyOf(rule)),
    local: overlaid.get(keyOf(rule)),
  });
  const known = new Set(here.map(keyOf));
  return [
    ...here.map((rule) => line(rule, true)),
    ...there.filter((rule) => !known.has(keyOf(rule))).map((rule) => line(rule, false)),
  ];
}

export interface Narrowed {
  section?: string | undefined;
  /** Confidence: A, B or C. */
  confidence?: string | undefined;
  /** Only what differs. */
  changed?: boolean;
  text?: string | undefined;
}

/** The lines that fit; a text is looked for in ids, titles and sources. */
export function narrowed(lines: readonly Line[], { section, confidence, changed, text }: Narrowed): Line[] {
  const wanted = text?.trim().toLowerCase();
  return lines.filter((line) => {
    const rule = line.here ?? line.there;
    if (section && line.section !== section) return false;
    if (confidence && rule?.confidence !== confidence) return false;
    if (changed && !line.change && !line.local) return false;
    if (!wanted || !rule) return true;
    const { id, title, source, requirement, file } = rule;
    return [id, title.zh, title.en, source, requirement, file].some((part) =>
      part.toLowerCase().includes(wanted),
    );
  });
}

/** Whether a value is a text in both languages. */
const isBoth = (value: object): value is Schema<'Text'> => Object.keys(value).sort().join(' ') === 'en zh';

/**
 * A value of a field in one line: texts as they are, those in both languages by `half`, lists side by side, tables by
 * their names.
 */
export function valueText(value: unknown, half: (both: Schema<'Text'>) => string): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) {
    return value.length === 0 ? '—' : value.map((item: unknown) => valueText(item, half)).join(', ');
  }
  if (typeof value === 'object') {
    if (isBoth(value)) return half(value);
    return Object.entries(value)
      .map(([name, inner]) => `${name} = ${valueText(inner, half)}`)
      .join('; ');
  }
  return String(value as string | number | boolean);
}
