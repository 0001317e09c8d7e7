// All rooms together, as their folders are found.
import type { Action } from '@/generated/actions';
import { ROOMS, type Room } from '@/room';

export * from '@/room';

const found = import.meta.glob<{ default: Room }>('./pages/*/room.ts', { eager: true });
const place = (room: Room) => ROOMS.indexOf(room.name);

/** All rooms, in the order of the menu. */
export const rooms: readonly Room[] = Object.values(found)
  .map((module) => module.default)
  .sort((a, b) => place(a) - place(b));

/** Whether one of the actions is allowed; nothing asked for is allowed. */
export function allows(may: (action: Action) => boolean, wanted: Action | Action[] | undefined): boolean {
  return wanted === undefined || (Array.isArray(wanted) ? wanted : [wanted]).some(may);
}

/** The page of a subject, if a room has one. */
export function pageOf(kind: string, id: string, from: readonly Room[] = rooms): string | undefined {
  for (const room of from) {
    const open = room.opens?.[kind];
    if (open) return open(id);
  }
  return undefined;
}

/** Where somebody lands. */
export function homeOf(
  roles: readonly string[],
  may: (action: Action) => boolean,
  from: readonly Room[] = rooms,
): string | undefined {
  const homes = from
    .flatMap((room) => (room.home?.roles.some((role) => roles.includes(role)) ? [room.home] : []))
    .sort((a, b) => (a.rank ?? 100) - (b.rank ?? 100));
  const menu = from.flatMap((room) => room.menu ?? []).find((entry) => allows(may, entry.may));
  return homes[0]?.path ?? menu?.path;
}
