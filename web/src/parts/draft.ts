// What is typed and not yet sent: in memory, so that a change of page or language loses nothing. It is gone with the tab
// and when somebody else logs in; nothing of it is written anywhere.
import { useCallback, useSyncExternalStore } from 'react';

const drafts = new Map<string, unknown>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Forgets all drafts: somebody has logged out. */
export function forgetDrafts(): void {
  drafts.clear();
  tell();
}

/** A draft under a name (`classify:<case>`), and how to keep it; undefined drops it. */
export function useDraft<T>(name: string): [T | undefined, (draft: T | undefined) => void] {
  const draft = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => drafts.get(name) as T | undefined,
  );
  const keep = useCallback(
    (next: T | undefined) => {
      if (next === undefined) drafts.delete(name);
      else drafts.set(name, next);
      tell();
    },
    [name],
  );
  return [draft, keep];
}
