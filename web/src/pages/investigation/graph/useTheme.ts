// Light or dark, as the page has it: for what is drawn without styles.
import { useSyncExternalStore } from 'react';
import type { Theme } from './look';

const read = (): Theme => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light');

export function usePageTheme(): Theme {
  return useSyncExternalStore((listener) => {
    const watcher = new MutationObserver(listener);
    watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => watcher.disconnect();
  }, read);
}
