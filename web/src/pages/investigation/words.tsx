// How contacts and exposures are called and look.
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { Mark, PersonName, SubjectLink, type MarkTone } from '@/parts';

export const CLASSES: readonly Schema<'ContactClass'>[] = [
  'close',
  'secondary',
  'general',
  'venue',
  'companion',
];
export const CONTACT_STATES = [
  'determined',
  'reached',
  'under_order',
  'released',
  'became_case',
  'retracted',
] as const;
export const EXPOSURE_KINDS = [
  'household',
  'care',
  'visit',
  'aerosol_procedure',
  'same_room',
  'same_facility',
  'meal',
  'vehicle',
  'venue',
  'environment',
  'same_cell',
  'other',
] as const;

const TONES: Record<string, MarkTone> = {
  determined: 'warn',
  became_case: 'late',
  under_order: 'calm',
  released: 'done',
};

/** How far a contact is: what is not yet done stands out. */
export function ContactState({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={TONES[of] ?? 'plain'}>{word('contactstate', of)}</Mark>;
}

/** An end of an exposure: a person with his name, a place, or somebody outside as a neighbour sees him. */
export function End({ of }: { of: Schema<'ExposureEnd'> }) {
  const { t, word } = useT();
  if (of.outside) {
    const { case: known, contact } = of.outside;
    const standing = known?.classification
      ? word('classification', known.classification)
      : contact?.class
        ? word('class', contact.class)
        : '';
    return (
      <span>
        {t('ui-investigation-outside-person', { name: of.outside.pseudonym, standing: standing || '—' })}
      </span>
    );
  }
  if (!of.id) return null;
  return (
    <SubjectLink kind={of.kind} id={of.id}>
      {of.kind === 'person' ? <PersonName id={of.id} /> : undefined}
    </SubjectLink>
  );
}
