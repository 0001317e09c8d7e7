import { describe, expect, it } from 'vitest';
import { keep, kept, LIFE, wipeKeeps } from './keeps';
import { memoryShelf } from './shelf';
import { memoryVault } from './vault';

const NOW = Date.parse('2026-11-26T04:00:00Z');
const [wang, li] = [memoryVault('wang'), memoryVault('li')];

describe('what may be known for a day', () => {
  it('is had again until the day is over, by its user alone', async () => {
    const shelf = memoryShelf();
    await keep(shelf, wang, 'today', ['李华'], NOW);
    expect(await kept(shelf, wang, 'today', NOW + LIFE - 1)).toEqual({ value: ['李华'], until: NOW + LIFE });
    expect(await kept(shelf, wang, 'today', NOW + LIFE)).toBeUndefined();
    expect(await kept(shelf, li, 'today', NOW)).toBeUndefined();
  });

  it('is wiped, whoever looks after the wiping, and when a clock was set back', async () => {
    const shelf = memoryShelf();
    await keep(shelf, wang, 'today', 1, NOW);
    await keep(shelf, li, 'today', 2, NOW + 2 * LIFE);
    await wipeKeeps(shelf, NOW + LIFE + 1);
    expect((await shelf.all('keeps')).map((row) => row.user)).toEqual(['li']);
    await wipeKeeps(shelf, NOW);
    expect(await shelf.all('keeps')).toEqual([]);
  });

  it('goes with its user', async () => {
    const shelf = memoryShelf();
    await keep(shelf, wang, 'today', 1, NOW);
    await keep(shelf, li, 'today', 2, NOW);
    await wipeKeeps(shelf, NOW, 'wang');
    expect((await shelf.all('keeps')).map((row) => row.user)).toEqual(['li']);
  });
});
