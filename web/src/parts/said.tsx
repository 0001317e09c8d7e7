// What people or directories say in a language of their own: marked as such, so that a screen reader speaks it right.
import type { ReactNode } from 'react';
import { useT } from '@/i18n';

const HAN = /\p{Script=Han}/u;

/** The language of a text, where it is not that of the page. */
export function foreignTongue(text: string, language: string): 'zh-CN' | undefined {
  return language !== 'zh-CN' && HAN.test(text) ? 'zh-CN' : undefined;
}

/** A name or a free text as it was written. */
export function Said({ text, title }: { text: string; title?: string | undefined }): ReactNode {
  const { language } = useT();
  return (
    <span data-said lang={foreignTongue(text, language)} title={title}>
      {text}
    </span>
  );
}
