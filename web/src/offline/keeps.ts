// What may be known without a network, for a day: today's people, who is logged in. Sealed like everything else.
import type { Shelf } from './shelf';
import type { Vault } from './vault';

/** Nothing personal is kept longer. */
export const LIFE = 86_400_000;

const about = (name: string) => `keeps/${name}`;

/** Whether its time is over; also when it lies further ahead than it can, because the clock was set back. */
export function isOver(row: { keptAt: number; until: number }, now: number): boolean {
  return now >= row.until || now < row.keptAt - LIFE;
}

export async function keep(
  shelf: Shelf,
  vault: Vault,
  name: string,
  value: unknown,
  now: number,
): Promise<void> {
  const sealed = await vault.seal(value, about(name));
  const id = `${vault.user}/${name}`;
  await shelf.put('keeps', { id, user: vault.user, keptAt: now, until: now + LIFE, sealed });
}

export interface Kept<T> {
  value: T;
  /** By the clock of the device. */
  until: number;
}

export async function kept<T>(
  shelf: Shelf,
  vault: Vault,
  name: string,
  now: number,
): Promise<Kept<T> | undefined> {
  const row = await shelf.get('keeps', `${vault.user}/${name}`);
  if (!row || isOver(row, now)) return undefined;
  try {
    return { value: await vault.open<T>(row.sealed, about(name)), until: row.until };
  } catch {
    return undefined;
  }
}

/** Drops what is over, of all users; with `user` all that is his. */
export async function wipeKeeps(shelf: Shelf, now: number, user?: string): Promise<void> {
  for (const row of await shelf.all('keeps')) {
    if (isOver(row, now) || row.user === user) await shelf.remove('keeps', row.id);
  }
}
