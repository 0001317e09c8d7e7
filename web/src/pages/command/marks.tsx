// States of tasks, documents and judgements in words, with a tone that only helps.
import { useT } from '@/i18n';
import { Mark, type MarkTone } from '@/parts';

const TASKS: Partial<Record<string, MarkTone>> = {
  issued: 'warn',
  received: 'calm',
  submitted: 'warn',
  returned: 'late',
  done: 'done',
};

export function TaskState({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={TASKS[of] ?? 'plain'}>{word('taskstate', of)}</Mark>;
}

const RISKS: Partial<Record<string, MarkTone>> = { moderate: 'warn', high: 'late', very_high: 'late' };

export function RiskMark({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={RISKS[of] ?? 'plain'}>{word('risk', of)}</Mark>;
}

const DOCUMENTS: Partial<Record<string, MarkTone>> = { delivered: 'warn', read: 'calm', relayed: 'done' };

export function DocumentState({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={DOCUMENTS[of] ?? 'plain'}>{word('document', of)}</Mark>;
}
