import { describe, expect, it } from 'vitest';
import { ApiError, offline } from '@/api/problem';
import { anchored, momentOf, type Anchor } from './clock';
import { lockOf, Queue, type Recorded } from './queue';
import { onlyWhile, sendAll, type World } from './sender';
import { memoryShelf, type Shelf } from './shelf';
import { memoryVault } from './vault';

const NOON = Date.parse('2026-11-26T04:00:00Z');
const HOUR = 3_600_000;

/** A server that keeps what it was sent by key, as ours does; and a line to it that may fail. */
function town() {
  const journal = new Map<string, { path: string; body: string }>();
  const state = {
    time: NOON,
    device: NOON,
    line: 'up' as 'up' | 'down' | 'answer lost',
    posts: 0,
    met: false,
  };
  let anchor: Anchor | undefined;
  let refusal: ApiError | undefined;
  const world: World = {
    device: () => state.device,
    anchor: () => anchor,
    ask: () => {
      if (state.line === 'down') return Promise.reject(offline(null));
      anchor = anchored({ now: new Date(state.time).toISOString() }, state.device);
      return Promise.resolve(anchor);
    },
    post: (path, key, body) => {
      state.posts += 1;
      if (state.line === 'down') return Promise.reject(offline(null));
      if (refusal) return Promise.reject(refusal);
      const known = journal.get(key);
      if (known && known.body !== body) {
        return Promise.reject(new ApiError({ type: 'idempotency.other_body', detail: '', status: 409 }));
      }
      journal.set(key, { path, body });
      if (state.line === 'answer lost') return Promise.reject(offline(null));
      return Promise.resolve({ facts: [], warnings: [] });
    },
    metByOthers: (_, content) => {
      // Of what was sent before, the journal tells whether it came to pass.
      const own = content.text !== undefined && journal.has(content.key);
      return Promise.resolve(state.met && !own ? { temperature: 36.4 } : undefined);
    },
    taken: () => undefined,
  };
  const pass = (milliseconds: number) => {
    state.time += milliseconds;
    state.device += milliseconds;
  };
  return {
    world,
    journal,
    state,
    pass,
    refuse: (error: ApiError | undefined) => (refusal = error),
    moment: () => momentOf(anchor, state.device),
    bodies: () => [...journal.values()].map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  };
}

const queueOn = (shelf: Shelf = memoryShelf(), user = 'wang') =>
  new Queue(memoryVault(user), shelf, lockOf(user));

function check(temperature: number, from: ReturnType<typeof town>, meets?: Recorded['meets']): Recorded {
  const body = { person: '01a20636-52f3-7def-842b-8c18894253d7', temperature_c: temperature };
  const moment = { field: 'checked_at', when: from.moment(), ago: 0 };
  return { command: { path: '/api/v1/checks', body }, moment, who: '李华', ...(meets ? { meets } : {}) };
}

describe('facts that wait for a network', () => {
  it('are sent in their order, once, with the moment at which they happened', async () => {
    const here = town();
    await here.world.ask();
    const queue = queueOn();
    here.state.line = 'down';
    here.pass(HOUR);
    await queue.add(check(36.5, here), here.state.device);
    here.pass(HOUR);
    await queue.add(check(38.1, here), here.state.device);
    expect(await sendAll(queue, here.world)).toBe('later');
    here.state.line = 'up';
    here.pass(HOUR);
    expect(await sendAll(queue, here.world)).toBe('all');
    expect(await sendAll(queue, here.world)).toBe('all');
    expect(here.bodies().map((body) => [body['temperature_c'], body['checked_at']])).toEqual([
      [36.5, new Date(NOON + HOUR).toISOString()],
      [38.1, new Date(NOON + 2 * HOUR).toISOString()],
    ]);
    expect((await queue.list()).map((entry) => entry.state)).toEqual(['sent', 'sent']);
    expect(here.state.posts).toBe(2);
  });

  it('are recorded once when the answer is lost, whatever the clock does meanwhile', async () => {
    const here = town();
    const queue = queueOn();
    await queue.add(check(36.5, here), here.state.device);
    here.state.line = 'answer lost';
    expect(await sendAll(queue, here.world)).toBe('later');
    expect(here.journal.size).toBe(1);
    here.pass(26 * HOUR);
    here.state.device -= 24 * HOUR;
    here.state.line = 'up';
    // A reload in between: another queue on the same shelf.
    expect(await sendAll(queueOn(queue.shelf), here.world)).toBe('all');
    expect(here.journal.size).toBe(1);
    expect((await queue.list()).map((entry) => entry.state)).toEqual(['sent']);
  });

  it('are sent by one of two tabs', async () => {
    const here = town();
    const shelf = memoryShelf();
    const locked = lockOf('two');
    const [one, two] = [
      new Queue(memoryVault('wang'), shelf, locked),
      new Queue(memoryVault('wang'), shelf, locked),
    ];
    await one.add(check(36.5, here), here.state.device);
    await Promise.all([sendAll(one, here.world), sendAll(two, here.world)]);
    expect(here.state.posts).toBe(1);
  });

  it('are one for a double click, and two when they are meant twice', async () => {
    const here = town();
    const queue = queueOn();
    await Promise.all([queue.add(check(36.5, here), NOON), queue.add(check(36.5, here), NOON + 200)]);
    await queue.add(check(36.5, here), NOON + 10_000);
    expect((await queue.list()).length).toBe(2);
  });

  it('stay with the sentence of a refusal, do not stop the others, and can be mended', async () => {
    const here = town();
    const queue = queueOn();
    const bad = await queue.add(check(30, here), NOON);
    here.refuse(new ApiError({ type: 'value.out_of_range', detail: '30 to 45', status: 400 }));
    await sendAll(queue, here.world);
    here.refuse(undefined);
    await queue.add(check(36.6, here), NOON + 10_000);
    await sendAll(queue, here.world);
    const [refused, sent] = await queue.list();
    expect([refused?.state, refused?.content?.outcome?.problem?.detail]).toEqual(['refused', '30 to 45']);
    expect(sent?.state).toBe('sent');
    await queue.mend(bad.id, check(36.9, here));
    await sendAll(queue, here.world);
    expect(here.bodies().map((body) => body['temperature_c'])).toEqual([36.6, 36.9]);
    expect((await queue.list()).map((entry) => entry.state)).toEqual(['sent', 'sent']);
  });

  it('are held when somebody else was there before, until their user decides', async () => {
    const here = town();
    await here.world.ask();
    const queue = queueOn();
    const meets = { order: 'o', occurrence: 'c3', on: '2026-11-26' };
    const first = await queue.add(check(36.5, here, meets), NOON);
    const second = await queue.add(check(38.5, here, meets), NOON + 10_000);
    here.pass(HOUR);
    here.state.met = true;
    expect(await sendAll(queue, here.world)).toBe('all');
    expect((await queue.list()).map((entry) => entry.state)).toEqual(['held', 'held']);
    expect((await queue.list())[0]?.content?.outcome?.other).toEqual({ temperature: 36.4 });
    await queue.discard(first.id);
    await queue.insist(second.id);
    await sendAll(queue, here.world);
    expect(here.bodies().map((body) => body['temperature_c'])).toEqual([38.5]);
  });

  it('wait when the session has ended, and for a server that is busy', async () => {
    const here = town();
    const queue = queueOn();
    await queue.add(check(36.5, here), NOON);
    for (const [error, said] of [
      [new ApiError({ type: 'access.unauthenticated', detail: '', status: 401 }), 'ended'],
      [new ApiError({ type: 'access.busy', detail: '', status: 429 }), 'later'],
      [new ApiError({ type: 'ui.unreadable', detail: '', status: 502 }), 'later'],
    ] as const) {
      here.refuse(error);
      expect(await sendAll(queue, here.world)).toBe(said);
      expect((await queue.list())[0]?.state).toBe('waiting');
    }
  });

  it('are seen, sent and thrown away by their user alone', async () => {
    const here = town();
    const shelf = memoryShelf();
    const mine = queueOn(shelf, 'wang');
    const entry = await mine.add(check(36.5, here), NOON);
    const next = queueOn(shelf, 'li');
    expect(await next.list()).toEqual([]);
    expect(await next.ofOthers()).toBe(1);
    await sendAll(next, here.world);
    await next.discard(entry.id);
    expect(here.state.posts).toBe(0);
    expect((await mine.list()).length).toBe(1);
  });

  it('are wiped a day after they were sent, and never before', async () => {
    const here = town();
    const queue = queueOn();
    await queue.add(check(36.5, here), NOON);
    await sendAll(queue, here.world);
    await queue.add(check(36.6, here), NOON + 10_000);
    await queue.wipe(NOON + 23 * HOUR);
    expect((await queue.list()).length).toBe(2);
    await queue.wipe(NOON + 1_000 * HOUR);
    expect((await queue.list()).map((entry) => entry.state)).toEqual(['waiting']);
  });

  it('are not held for having been recorded themselves, nor sent blindly for having been tried', async () => {
    const here = town();
    await here.world.ask();
    const queue = queueOn();
    const meets = { order: 'o', occurrence: 'c3', on: '2026-11-26' };
    // The first was recorded and its answer lost; the second was tried where there was no network.
    await queue.add(check(36.5, here, meets), NOON);
    here.state.line = 'answer lost';
    await sendAll(queue, here.world);
    here.state.line = 'down';
    here.pass(1_000);
    const other = queueOn(memoryShelf());
    await other.add(check(37.5, here, meets), NOON + 10_000);
    await sendAll(other, here.world);
    here.pass(HOUR);
    here.state.met = true;
    here.state.line = 'up';
    await sendAll(queue, here.world);
    await sendAll(other, here.world);
    expect((await queue.list()).map((entry) => entry.state)).toEqual(['sent']);
    expect((await other.list()).map((entry) => entry.state)).toEqual(['held']);
    expect(here.journal.size).toBe(1);
  });

  it('stop where the session is another one, and never go under its name', async () => {
    const here = town();
    const queue = queueOn();
    await queue.add(check(36.5, here), NOON);
    await queue.add(check(36.6, here), NOON + 10_000);
    // Somebody else logs in after the first.
    const post = onlyWhile(() => here.state.posts === 0, here.world.post);
    expect(await sendAll(queue, { ...here.world, post })).toBe('ended');
    expect((await queue.list()).map((entry) => entry.state)).toEqual(['sent', 'waiting']);
  });
});
