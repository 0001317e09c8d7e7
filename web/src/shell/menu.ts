// The menu of whoever is logged in.
import { useMemo } from 'react';
import { allows, rooms, type MenuEntry } from '@/registry';
import { useMay } from '@/session';

export function useMenu(): MenuEntry[] {
  const may = useMay();
  return useMemo(
    () => rooms.flatMap((room) => room.menu ?? []).filter((entry) => allows(may, entry.may)),
    [may],
  );
}
