// Words with a colour that only helps.
import { Tag } from 'antd';
import { useT, type TextKey } from '@/i18n';

const OFFERS: Partial<Record<string, string>> = {
  offered: 'blue',
  accepted: 'green',
  rejected: 'red',
  expired: 'orange',
};

export function HandoverState({ of }: { of: string }) {
  const { word } = useT();
  const colour = OFFERS[of];
  return <Tag {...(colour ? { color: colour } : {})}>{word('handover', of)}</Tag>;
}

const PROBLEMS: Partial<Record<string, [text: TextKey, colour: string]>> = {
  assigned: ['ui-supervision-assigned', 'blue'],
  submitted: ['ui-supervision-submitted', 'gold'],
  returned: ['ui-supervision-returned', 'orange'],
  closed: ['ui-supervision-problem-done', 'green'],
};

export function ProblemState({ of }: { of: string }) {
  const { t } = useT();
  const [text, colour] = PROBLEMS[of] ?? [];
  return text ? <Tag {...(colour ? { color: colour } : {})}>{t(text)}</Tag> : <Tag>{of}</Tag>;
}

const WEIGHTS: Partial<Record<string, string>> = { critical: 'red', major: 'orange' };

export function Weight({ of }: { of: string }) {
  const { word } = useT();
  const colour = WEIGHTS[of];
  return <Tag {...(colour ? { color: colour } : {})}>{word('weight', of)}</Tag>;
}
