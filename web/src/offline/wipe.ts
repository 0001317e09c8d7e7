// What is over goes as soon as the console is opened, whoever opens it, logged in or not.
import { LIFE, wipeKeeps } from './keeps';
import { theShelf, type Shelf } from './shelf';

/** Drops what was sent a day ago, of all users. What was not sent stays, whosever it is. */
export async function wipeSent(shelf: Shelf, now: number): Promise<string[]> {
  const rows = await shelf.all('entries');
  const over = rows.filter(
    ({ state, settledAt }) =>
      state === 'sent' && settledAt !== undefined && Math.abs(now - settledAt) >= LIFE,
  );
  for (const { id } of over) await shelf.remove('entries', id);
  return over.map(({ id }) => id);
}

export async function wipeOver(): Promise<void> {
  const [shelf, now] = [await theShelf(), Date.now()];
  await wipeKeeps(shelf, now);
  await wipeSent(shelf, now);
}
