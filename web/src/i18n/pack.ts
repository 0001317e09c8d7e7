// A language as it is loaded: one chunk of texts with what Ant Design says in it.
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { Locale } from 'antd/es/locale';

export type Language = 'zh-CN' | 'en';
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

export interface Pack {
  language: Language;
  bundle: FluentBundle;
  antd: Locale;
}

/** Puts the texts of a language together. */
export function packOf(language: Language, files: string[], antd: Locale): Pack {
  // As on the server: invisible marks around values would break searching and copying of numbers.
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const file of files) bundle.addResource(new FluentResource(file));
  return { language, bundle, antd };
}

export function loadPack(language: Language): Promise<Pack> {
  const module = language === 'en' ? import('./en') : import('./zh-CN');
  return module.then((loaded) => loaded.default);
}
