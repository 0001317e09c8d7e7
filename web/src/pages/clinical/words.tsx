// How classes of cases look.
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { Mark, type MarkTone } from '@/parts';

export type Class = Schema<'Classification'>;
export const CLASSES: readonly Class[] = ['suspected', 'probable', 'asymptomatic', 'confirmed', 'discarded'];
export const STATES = ['open', 'isolated', 'admitted', 'ended'] as const;

const TONES: Partial<Record<Class, MarkTone>> = {
  confirmed: 'late',
  asymptomatic: 'warn',
  probable: 'warn',
  suspected: 'calm',
};

export function ClassMark({ of }: { of: Class }) {
  const { word } = useT();
  return <Mark tone={TONES[of] ?? 'plain'}>{word('classification', of)}</Mark>;
}
