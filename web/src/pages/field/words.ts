// What the pages of this room offer to choose from.
import type { Option } from '@/parts/touch';
import type { Translator } from '@/i18n';

/** Symptoms that are asked about at the door. */
export const SYMPTOMS = [
  'fever',
  'cough',
  'sore_throat',
  'fatigue',
  'runny_nose',
  'headache',
  'muscle_pain',
  'diarrhoea',
  'loss_of_smell',
  'rash',
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** Temperatures under one thumb; everything else is typed. */
export const TEMPERATURES = ['36.3', '36.5', '36.8', '37.0', '37.2', '37.5', '38.0', '38.5'] as const;
/** From here on it is a fever. */
export const FEVER = 37.3;

export function symptomOptions({ word }: Translator): Option<Symptom>[] {
  return SYMPTOMS.map((value) => ({ value, label: word('symptom', value) }));
}
