// The menu of whoever is logged in.
import { useMemo } from 'react';
import { allows, rooms, type MenuEntry } from '@/registry';
import { useMay } from '@/session';

export function useMenu(): MenuEntry[] {
  return useEntries('menu');
}

/** What the menu of oneself leads to. */
export function useOwnMenu(): MenuEntry[] {
  return useEntries('own');
}

/** All pages that a menu leads to: what the palette finds and keys open. */
export function usePages(): MenuEntry[] {
  const menu = useMenu();
  const own = useOwnMenu();
  return useMemo(() => [...menu, ...own], [menu, own]);
}

function useEntries(of: 'menu' | 'own'): MenuEntry[] {
  const may = useMay();
  return useMemo(
    () => rooms.flatMap((room) => room[of] ?? []).filter((entry) => allows(may, entry.may)),
    [may, of],
  );
}
