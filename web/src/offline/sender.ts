// Sends what waits, in the order of recording, each fact once: under its own key, with the same bytes however often.
import { ApiError, asApiError } from '@/api/problem';
import { isReceipt } from '@/api/receipts';
import { happenedAt, looked, type Anchor } from './clock';
import type { Content, Entry, Outcome, Queue, Recorded } from './queue';

/** A fact that waited longer than this may have been overtaken, in milliseconds. */
const OVERTAKEN = 120_000;
/** How long the server's word on the time is good, in milliseconds. */
const FRESH = 300_000;

/** What the sender asks of the world. */
export interface World {
  /** The clock of the device. */
  device: () => number;
  anchor: () => Anchor | undefined;
  /** Asks the server what time it is. */
  ask: () => Promise<Anchor>;
  /** Sends once; throws `ApiError`. */
  post: (path: string, key: string, body: string) => Promise<unknown>;
  /** What was done of what it is meant for, and not by this fact itself, should an answer have been lost. */
  metByOthers: (meets: NonNullable<Recorded['meets']>, content: Content) => Promise<Outcome['other']>;
  /** Told of each fact that the server has taken. */
  taken: (answer: unknown) => void;
}

/** `later`: the server could not take it now. `ended`: nobody is logged in any more. */
export type Sent = 'all' | 'later' | 'ended';

/** What a refusal means: nothing is wrong with the fact, or with the session, or with the fact. */
export function verdict(error: ApiError): 'later' | 'ended' | 'refused' {
  if (error.type === 'access.unauthenticated') return 'ended';
  if (error.type === 'access.password_due' || error.type === 'access.second_factor_due') return 'ended';
  if (error.passing || error.type === 'ui.unreadable' || error.status === 408) return 'later';
  return 'refused';
}

/** The address of a command. */
export function addressOf({ command }: Recorded): string {
  return command.path.replace('{id}', encodeURIComponent(command.id ?? ''));
}

/** The body with the moment at which it happened. */
export function bodyOf(content: Content, now: Anchor, device: number): { text: string; outcome: Outcome } {
  const { command, moment } = content;
  if (!moment) return { text: JSON.stringify(command.body), outcome: {} };
  const { at, mended } = happenedAt(moment.when, now, device);
  const told = new Date(at - moment.ago).toISOString();
  const body = { ...(command.body as object), [moment.field]: told };
  return { text: JSON.stringify(body), outcome: { at: told, ...(mended ? { mended } : {}) } };
}

/** Sends only as long as the session is the one with which it began: nobody's facts go under another one's name. */
export function onlyWhile(holds: () => boolean, post: World['post']): World['post'] {
  return (path, key, body) =>
    holds()
      ? post(path, key, body)
      : Promise.reject(new ApiError({ type: 'access.unauthenticated', detail: '', status: 401 }));
}

async function timeOf(world: World): Promise<Anchor> {
  const device = world.device();
  const known = world.anchor();
  const anchor = known && looked(known, device);
  if (anchor?.sure && device - anchor.device < FRESH) return anchor;
  return world.ask();
}

/** Sends all that waits. One tab at a time: others find it sent. */
export function sendAll(queue: Queue, world: World): Promise<Sent> {
  return queue.locked(async () => {
    for (const entry of await queue.list()) {
      if (entry.state !== 'waiting' || !entry.content) continue;
      try {
        await sendOne(queue, world, entry, entry.content);
      } catch (thrown) {
        const error = asApiError(thrown);
        const said = verdict(error);
        if (said !== 'refused') return said;
        const outcome = { problem: { ...error.problem, status: error.status } };
        const keep = (content: Content) => ({ ...content, outcome: { ...content.outcome, ...outcome } });
        await queue.change(entry.id, keep, 'refused', world.device());
      }
    }
    return 'all';
  });
}

async function sendOne(queue: Queue, world: World, entry: Entry, content: Content): Promise<void> {
  let ready = content;
  const device = world.device();
  const age = ready.moment ? device - ready.moment.when.device : Infinity;
  const overtaken = age > OVERTAKEN || age < 0;
  const other =
    ready.meets && !ready.insists && overtaken ? await world.metByOthers(ready.meets, ready) : undefined;
  if (other) {
    await queue.change(
      entry.id,
      (kept) => ({ ...kept, outcome: { ...kept.outcome, other } }),
      'held',
      device,
    );
    return;
  }
  if (ready.text === undefined) {
    const now = await timeOf(world);
    // What is sent is settled before it is sent: an answer that is lost must find the same bytes the next time.
    const { text, outcome } = bodyOf(ready, now, world.device());
    ready = { ...ready, text, outcome };
    await queue.change(entry.id, () => ready, 'waiting');
  }
  const answer = await world.post(addressOf(ready), ready.key, ready.text ?? '');
  const warnings = isReceipt(answer) ? answer.warnings.map((warning) => warning.text) : [];
  const outcome = { ...ready.outcome, ...(warnings.length > 0 ? { warnings } : {}) };
  await queue.change(entry.id, (kept) => ({ ...kept, outcome }), 'sent', world.device());
  world.taken(answer);
}
