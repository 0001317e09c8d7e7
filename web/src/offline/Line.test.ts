import { describe, expect, it } from 'vitest';
import { told } from './Line';
import type { Entry } from './queue';

const entries = (...states: Entry['state'][]) =>
  states.map((state, place) => ({ id: String(place), place, state }));

describe('the word at the head of the pages for one hand', () => {
  it.each([
    [['sent'], true, false, 'sent', 0],
    [[], true, false, 'online', 0],
    [[], false, false, 'offline', 0],
    [['waiting', 'sent', 'waiting'], false, true, 'waiting', 2],
    [['waiting'], true, true, 'sending', 1],
    // What needs somebody is said before what will pass.
    [['waiting', 'refused', 'held'], true, true, 'asks', 2],
  ] as const)('%j, reached %s, sending %s: %s', (states, reached, sending, key, count) => {
    expect(told({ entries: entries(...states), reached, sending })).toMatchObject({ key, count });
  });
});
