// What somebody has chosen for this browser: language, light or dark, columns. Preferences alone, never data.
import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'fenghuo.';
const listeners = new Set<() => void>();

export function readPreference(name: string): string | null {
  try {
    // oxlint-disable-next-line no-restricted-globals -- the one place
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null; // Storage may be barred; then nothing is kept.
  }
}

export function keepPreference(name: string, value: string | null): void {
  try {
    // oxlint-disable-next-line no-restricted-globals -- the one place
    const kept = localStorage;
    if (value === null) kept.removeItem(PREFIX + name);
    else kept.setItem(PREFIX + name, value);
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** A preference and how to change it; null where nothing was chosen. */
export function usePreference(name: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readPreference(name));
  const set = useCallback((next: string | null) => keepPreference(name, next), [name]);
  return [value, set];
}
