// Texts: `useT`, `<Localized>`, the language in use and how to change it.
import { LocalizationProvider, Localized, ReactLocalization } from '@fluent/react';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import dayjs from 'dayjs';
import { keepPreference, readPreference } from '@/preferences';
import { setCurrentLanguage } from './language';
import { LANGUAGES, loadPack, type Language, type Pack } from './pack';
import {
  translate,
  wordFor,
  type Arguments,
  type BothLanguages,
  type TextKey,
  type WordGroup,
} from './translate';

export { Localized };
export type { Arguments, BothLanguages, Language, Pack, TextKey, WordGroup };
export { LANGUAGES };

/** What a browser asks for, where nobody has chosen. */
export function startLanguage(): Language {
  const chosen = readPreference('language');
  const asked = [chosen, ...navigator.languages].map((tag) => tag?.toLowerCase() ?? '');
  const found = asked.find((tag) => tag.startsWith('zh') || tag.startsWith('en'));
  return found?.startsWith('en') ? 'en' : 'zh-CN';
}

interface Texts {
  pack: Pack;
  setLanguage: (language: Language) => void;
}
const Context = createContext<Texts | null>(null);

/** Gives texts to what is inside; a change of language loads its pack first and shows no gap. */
export function Texts({ first, children }: { first: Pack; children: ReactNode }) {
  const [pack, setPack] = useState(first);
  setCurrentLanguage(pack.language);
  useEffect(() => {
    document.documentElement.lang = pack.language;
    dayjs.locale(pack.language === 'en' ? 'en' : 'zh-cn');
  }, [pack]);
  const setLanguage = useCallback((language: Language) => {
    keepPreference('language', language);
    void loadPack(language).then(setPack);
  }, []);
  const l10n = useMemo(() => new ReactLocalization([pack.bundle]), [pack]);
  const value = useMemo(() => ({ pack, setLanguage }), [pack, setLanguage]);
  return (
    <Context value={value}>
      <LocalizationProvider l10n={l10n}>{children}</LocalizationProvider>
    </Context>
  );
}

export interface Translator {
  language: Language;
  /** A message with its arguments. */
  t: (id: TextKey, args?: Arguments) => string;
  /** The word for a code. */
  word: (group: WordGroup, code: string) => string;
  /** The half of a text in both languages that is read here. */
  text: (both: BothLanguages) => string;
}

/** Texts in the language in use. */
export function useT(): Translator {
  const { pack } = useTexts();
  return useMemo(
    () => ({
      language: pack.language,
      t: (id, args) => translate(pack.bundle, id, args),
      word: (group, code) => wordFor(pack.bundle, group, code),
      text: (both) => (pack.language === 'en' ? both.en : both.zh),
    }),
    [pack],
  );
}

/** The pack in use, and how to change it: for the shell. */
export function useTexts(): Texts {
  const texts = use(Context);
  if (!texts) throw new Error('useTexts outside <Texts>');
  return texts;
}
