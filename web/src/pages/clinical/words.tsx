// How classes of cases look.
import { Tag } from 'antd';
import type { Schema } from '@/api';
import { useT } from '@/i18n';

export type Class = Schema<'Classification'>;
export const CLASSES: readonly Class[] = ['suspected', 'probable', 'asymptomatic', 'confirmed', 'discarded'];
export const STATES = ['open', 'isolated', 'admitted', 'ended'] as const;

const COLOURS: Partial<Record<Class, string>> = {
  confirmed: 'red',
  asymptomatic: 'orange',
  probable: 'gold',
  suspected: 'blue',
};

/** A class in words; the colour only helps. */
export function ClassTag({ of }: { of: Class }) {
  const { word } = useT();
  const colour = COLOURS[of];
  return <Tag {...(colour ? { color: colour } : {})}>{word('classification', of)}</Tag>;
}
