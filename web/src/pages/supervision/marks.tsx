// States in words, with a tone that only helps.
import { useT, type TextKey } from '@/i18n';
import { Mark, type MarkTone } from '@/parts';

const OFFERS: Partial<Record<string, MarkTone>> = {
  offered: 'calm',
  accepted: 'done',
  rejected: 'late',
  expired: 'warn',
};

export function HandoverState({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={OFFERS[of] ?? 'plain'}>{word('handover', of)}</Mark>;
}

const PROBLEMS: Partial<Record<string, [text: TextKey, tone: MarkTone]>> = {
  assigned: ['ui-supervision-assigned', 'calm'],
  submitted: ['ui-supervision-submitted', 'warn'],
  returned: ['ui-supervision-returned', 'late'],
  closed: ['ui-supervision-problem-done', 'done'],
};

export function ProblemState({ of }: { of: string }) {
  const { t } = useT();
  const [text, tone] = PROBLEMS[of] ?? [];
  return <Mark tone={tone ?? 'plain'}>{text ? t(text) : of}</Mark>;
}

const WEIGHTS: Partial<Record<string, MarkTone>> = { critical: 'late', major: 'warn' };

export function Weight({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={WEIGHTS[of] ?? 'plain'}>{word('weight', of)}</Mark>;
}
