// The language of requests. Apart from the rest, so that the client needs no React.
import type { Language } from './pack';

let current: Language = 'zh-CN';
export const currentLanguage = (): Language => current;
export const setCurrentLanguage = (language: Language): void => {
  current = language;
};
