// Keys: pages and the shell add them, `?` lists them. Silent while somebody types, or where they are switched off.
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { usePreference } from '@/preferences';
import type { TextKey } from '@/i18n';

export interface Shortcut {
  /** One key (`c`, `?`) or two in a row (`g c`). */
  keys: string;
  label: TextKey;
  run: () => void;
}

interface Keys {
  all: () => Shortcut[];
  add: (shortcut: Shortcut) => () => void;
  on: boolean;
  setOn: (on: boolean) => void;
}
const Context = createContext<Keys | null>(null);

/** How long the second key may take, in milliseconds. */
const PAIR = 1_500;

export function ShortcutKeys({ children }: { children: ReactNode }) {
  const known = useRef(new Set<Shortcut>());
  const [kept, keep] = usePreference('shortcuts');
  const on = kept !== 'off';
  useEffect(() => {
    if (!on) return undefined;
    let first: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target))
        return;
      const pair = first && event.timeStamp - first.at < PAIR ? `${first.key} ${event.key}` : null;
      const find = (keys: string) => [...known.current].reverse().find((shortcut) => shortcut.keys === keys);
      const found = (pair && find(pair)) || find(event.key);
      if (found) {
        event.preventDefault();
        first = null;
        found.run();
      } else {
        first = event.key.length === 1 ? { key: event.key, at: event.timeStamp } : null;
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [on]);
  const value = useMemo<Keys>(
    () => ({
      all: () => [...known.current],
      add: (shortcut) => {
        known.current.add(shortcut);
        return () => known.current.delete(shortcut);
      },
      on,
      setOn: (next) => keep(next ? null : 'off'),
    }),
    [on, keep],
  );
  return <Context value={value}>{children}</Context>;
}

/** Whether keys are letters here, or belong to a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest(
      'input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=listbox], [role=menu]',
    ) !== null
  );
}

export function useKeys(): Keys {
  const keys = use(Context);
  if (!keys) throw new Error('useKeys outside <ShortcutKeys>');
  return keys;
}

/** A key while the page is shown. */
export function useShortcut(keys: string, label: TextKey, run: () => void): void {
  const { add } = useKeys();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => add({ keys, label, run: () => latest.current() }), [add, keys, label]);
}

/** State of something that a key opens. */
export function useOpen(): [boolean, () => void, () => void] {
  const [open, setOpen] = useState(false);
  return [open, useCallback(() => setOpen(true), []), useCallback(() => setOpen(false), [])];
}
