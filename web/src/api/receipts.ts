// Receipts of commands: the shell shows what they warn of.
import type { Schema } from './types';

export type Receipt = Schema<'Receipt'>;

type Listener = (receipt: Receipt) => void;
const listeners = new Set<Listener>();

export function onReceipt(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isReceipt(answer: unknown): answer is Receipt {
  return typeof answer === 'object' && answer !== null && 'facts' in answer && 'warnings' in answer;
}

/** Shows a receipt's warnings, if it is one. */
export function tellReceipt(answer: unknown): void {
  if (isReceipt(answer)) for (const listener of listeners) listener(answer);
}
