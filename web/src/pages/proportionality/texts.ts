// The texts of this page alone, in the language in use.
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { Arguments, BothLanguages, Language, TextKey, WordGroup } from '@/i18n';
import { translate, wordFor } from '@/i18n/translate';

export interface Words {
  language: Language;
  t: (id: TextKey, args?: Arguments) => string;
  word: (group: WordGroup, code: string) => string;
  text: (both: BothLanguages) => string;
}

const files = import.meta.glob<string>(
  '../../../../content/i18n/{zh-CN,en}/{words,console-proportionality}.ftl',
  { query: '?raw', import: 'default' },
);

export async function wordsIn(language: Language): Promise<Words> {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const wanted = Object.entries(files).filter(([path]) => path.includes(`/${language}/`));
  for (const text of await Promise.all(wanted.map(([, load]) => load())))
    bundle.addResource(new FluentResource(text));
  return {
    language,
    t: (id, args) => translate(bundle, id, args),
    word: (group, code) => wordFor(bundle, group, code),
    text: (both) => (language === 'en' ? both.en : both.zh),
  };
}

/** What the browser asks for. */
export const askedLanguage = (): Language =>
  navigator.languages
    .find((tag) => /^(zh|en)/i.test(tag))
    ?.toLowerCase()
    .startsWith('en')
    ? 'en'
    : 'zh-CN';
