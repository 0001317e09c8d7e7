// States of bulletins in words, with a tone that only helps.
import { useT } from '@/i18n';
import { Mark, type MarkTone } from '@/parts';

const TONES: Partial<Record<string, MarkTone>> = { draft: 'warn', released: 'done', corrected: 'late' };

export function BulletinState({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={TONES[of] ?? 'plain'}>{word('bulletin', of)}</Mark>;
}
