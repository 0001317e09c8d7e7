// What stands in an area, in few letters.
import type { Translator } from '@/i18n';
import { numberText } from '@/parts/formats';
import { LEVELS, rateText, type Cell, type Shown } from './measures';

/** The number, or the level, of an area. */
export function cellText(
  { area, level, value }: Cell,
  shown: Shown,
  { t, word, language }: Translator,
): string {
  if (shown === 'zones') return word('zone', LEVELS[level ?? 0] ?? 'routine');
  if (value === undefined) return t('ui-command-unknown');
  if (shown === 'incidence_7d' || shown === 'incidence_14d') return rateText(value, language);
  return numberText(shown === 'overdue' ? area.overdue.count : value, language);
}
