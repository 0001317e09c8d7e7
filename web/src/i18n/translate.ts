// Texts without React around: what the hook and the tests use.
import type { FluentBundle, FluentVariable } from '@fluent/bundle';
import type { TextKey, WordGroup } from '@/generated/texts';

export type Arguments = Record<string, FluentVariable>;
export type { TextKey, WordGroup };

/** A text in both languages, as protocols and names of units come. */
export interface BothLanguages {
  zh: string;
  en: string;
}

/** A message; its id where there is none, so that a fault in the texts never hides a fact. */
export function translate(bundle: FluentBundle, id: string, args?: Arguments): string {
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, args ?? null, []) : id;
}

/** The word for a code of a group; the code itself where the group has no such word. */
export function wordFor(bundle: FluentBundle, group: WordGroup, code: string): string {
  const id = `${group}-${code.replaceAll(/[_.]/g, '-')}`;
  return bundle.hasMessage(id) ? translate(bundle, id) : code;
}
