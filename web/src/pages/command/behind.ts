// The records behind a number: the API names the list and its query, the address carries both.
import type { Schema } from '@/api';
import type { TextKey } from '@/i18n';

export type Figure = Schema<'Figure'>;

/** Lists that a number may name. */
export const LISTS = ['cases', 'contacts', 'orders', 'obligations', 'shifts', 'zones'] as const;
export type ListName = (typeof LISTS)[number];

export function isList(name: string | undefined): name is ListName {
  return (LISTS as readonly (string | undefined)[]).includes(name);
}

/** What a number counts: heading of the list behind it. */
export const COUNTED = {
  total: 'ui-command-of-total',
  active: 'ui-command-of-active',
  suspected: 'ui-command-of-suspected',
  new_24h: 'ui-command-of-new-24h',
  new_7d: 'ui-command-of-new-7d',
  new_14d: 'ui-command-of-new-14d',
  cases: 'ui-command-of-cases',
  unclosed: 'ui-command-of-unclosed',
  due_soon: 'ui-command-of-due-soon',
  overdue: 'ui-command-of-overdue',
  escalated: 'ui-command-of-escalated',
  met: 'ui-command-of-met',
  met_late: 'ui-command-of-met-late',
  tests_today: 'ui-command-of-tests-today',
  missed_checks: 'ui-command-of-missed-checks',
  in_force: 'ui-command-of-in-force',
  release_today: 'ui-command-of-release-today',
  release_overdue: 'ui-command-of-release-overdue',
  tested: 'ui-command-of-tested',
  isolated: 'ui-command-of-isolated',
  admitted: 'ui-command-of-admitted',
  treated: 'ui-command-of-treated',
  done_tested: 'ui-command-of-done-tested',
  done_isolated: 'ui-command-of-done-isolated',
  done_admitted: 'ui-command-of-done-admitted',
  done_treated: 'ui-command-of-done-treated',
  not_tested: 'ui-command-of-not-tested',
  not_isolated: 'ui-command-of-not-isolated',
  not_admitted: 'ui-command-of-not-admitted',
  not_treated: 'ui-command-of-not-treated',
  lacking_detection: 'ui-command-of-lacking-detection',
  lacking_reporting: 'ui-command-of-lacking-reporting',
  lacking_isolation: 'ui-command-of-lacking-isolation',
  lacking_treatment: 'ui-command-of-lacking-treatment',
  on_shift: 'ui-command-of-on-shift',
  gaps: 'ui-command-of-gaps',
  zones: 'ui-command-of-zones',
  curve: 'ui-command-of-curve',
  undated: 'ui-command-of-undated',
} as const satisfies Record<string, TextKey>;
export type Counted = keyof typeof COUNTED;

export function isCounted(name: string | null): name is Counted {
  return name !== null && Object.hasOwn(COUNTED, name);
}

/** Where the records behind a number are shown. */
export function recordsPath(of: Counted, figure: Figure): string {
  return `/situation/records/${figure.list}?${new URLSearchParams({ of, ...figure.query }).toString()}`;
}

/** What the shell keeps in the address; all else of it belongs to the list. */
const NOT_ASKED = new Set(['of', 'as_of', 'wall']);

/** The query of a list as the address has it. The moment is added by whoever asks. */
export function queryIn(search: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...search].filter(([name]) => !NOT_ASKED.has(name)));
}
