// Facts that were recorded and not sent yet, or just were: each sealed, with a state that anybody may see.
import { ECHO, freshKey } from '@/api/intent';
import type { ProblemDocument } from '@/api/problem';
import type { Body } from '@/api/types';
import type { Moment } from './clock';
import type { EntryRow, Shelf, State } from './shelf';
import type { Vault } from './vault';
import { wipeSent } from './wipe';

/** The commands that may wait for a network. None of them depends on another one. */
export type QueuedPath =
  | '/api/v1/checks'
  | '/api/v1/sentinel_reports'
  | '/api/v1/samples'
  | '/api/v1/test_results'
  | '/api/v1/orders/{id}/start'
  | '/api/v1/visits/{id}/report'
  | '/api/v1/visits/{id}/dispose';

/** A command, without the moment at which it happened. */
export type QueuedCommand = {
  [P in QueuedPath]: { path: P; id?: string; body: Body<P> };
}[QueuedPath];

export interface Recorded {
  command: QueuedCommand;
  /** The field that says when it happened, when that was, and how much earlier than the record, in milliseconds. */
  moment?: { field: string; when: Moment; ago: number };
  /** Of whom it is: by the name that was read or typed, and by his id where he has one. */
  who?: string;
  person?: string;
  /** The entry of a schedule that it is meant for: it is asked about again before it goes later. */
  meets?: { order: string; occurrence: string; on: string };
}

export interface Outcome {
  /** Why the server refused it. */
  problem?: Partial<ProblemDocument> & { type: string };
  /** When it happened, as it was told; and whether the clock of the phone had to be mended. */
  at?: string;
  mended?: boolean;
  /** What somebody else has recorded meanwhile, where it may be read. */
  other?: { at?: string; temperature?: number; symptoms?: string[] };
  /** Warnings of the receipt. */
  warnings?: { zh: string; en: string }[];
}

export interface Content extends Recorded {
  /** One intent, one key: however often it is sent, it is recorded once. */
  key: string;
  /** The body as it was sent first; from then on it is sent like this, byte for byte. */
  text?: string;
  /** The user wants it sent although somebody else was there before him. */
  insists?: boolean;
  outcome?: Outcome;
}

export interface Entry {
  id: string;
  place: number;
  state: State;
  settledAt?: number;
  /** Absent where it cannot be opened any more. */
  content?: Content;
}

const about = (id: string) => `entries/${id}`;

/** One after another, over all tabs where the browser can. */
export type Locked = <T>(work: () => Promise<T>) => Promise<T>;

export function lockOf(name: string): Locked {
  if (typeof navigator !== 'undefined' && 'locks' in navigator) {
    return (work) => navigator.locks.request(name, work) as ReturnType<typeof work>;
  }
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

export class Queue {
  readonly #opened = new Map<string, { row: string; content: Content }>();
  #echo: { what: string; at: number; entry: Promise<Entry> } | undefined;

  constructor(
    readonly vault: Vault,
    readonly shelf: Shelf,
    readonly locked: Locked,
    readonly changed: () => void = () => undefined,
  ) {}

  /** All entries of the user, in the order of recording. */
  async list(): Promise<Entry[]> {
    const rows = (await this.shelf.all('entries')).filter((row) => row.user === this.vault.user);
    rows.sort((a, b) => a.place - b.place || a.id.localeCompare(b.id));
    return Promise.all(rows.map((row) => this.#entry(row)));
  }

  /** How many facts of other users lie on this device. */
  async ofOthers(): Promise<number> {
    const rows = await this.shelf.all('entries');
    return rows.filter((row) => row.user !== this.vault.user && row.state !== 'sent').length;
  }

  async #entry(row: EntryRow): Promise<Entry> {
    const { id, place, state, settledAt, turn } = row;
    const entry = { id, place, state, ...(settledAt === undefined ? {} : { settledAt }) };
    const known = this.#opened.get(id);
    if (known?.row === turn) return { ...entry, content: known.content };
    try {
      const content = await this.vault.open<Content>(row.sealed, about(id));
      this.#opened.set(id, { row: turn, content });
      return { ...entry, content };
    } catch {
      return entry;
    }
  }

  async #put(entry: Entry & { content: Content }): Promise<void> {
    const { content, ...rest } = entry;
    const turn = freshKey();
    const sealed = await this.vault.seal(content, about(entry.id));
    await this.shelf.put('entries', { ...rest, user: this.vault.user, turn, sealed });
    this.#opened.set(entry.id, { row: turn, content });
    this.changed();
  }

  /** Records. It is on the disk when this answers. The second half of a double click is the same fact. */
  add(recorded: Recorded, now: number): Promise<Entry> {
    const what = JSON.stringify([recorded.command, recorded.who, recorded.person]);
    const echo = this.#echo;
    if (echo?.what === what && now - echo.at < ECHO && now >= echo.at) return echo.entry;
    const entry = this.#add(recorded);
    this.#echo = { what, at: now, entry };
    return entry;
  }

  async #add(recorded: Recorded): Promise<Entry> {
    const places = (await this.shelf.all('entries')).map((row) => row.place);
    const entry = {
      id: freshKey(),
      place: Math.max(0, ...places) + 1,
      state: 'waiting' as const,
      content: { ...recorded, key: freshKey() },
    };
    await this.#put(entry);
    return entry;
  }

  async #present(id: string): Promise<(Entry & { content: Content }) | undefined> {
    const row = await this.shelf.get('entries', id);
    if (!row || row.user !== this.vault.user) return undefined;
    const entry = await this.#entry(row);
    return entry.content ? { ...entry, content: entry.content } : undefined;
  }

  /** Changes an entry as it stands now. Only inside `locked`. */
  async change(id: string, to: (content: Content) => Content, state: State, now?: number): Promise<void> {
    const entry = await this.#present(id);
    if (!entry) return;
    const { settledAt: _, ...rest } = entry;
    await this.#put({
      ...rest,
      state,
      content: to(entry.content),
      ...(now === undefined ? {} : { settledAt: now }),
    });
  }

  /** Throws away what was not sent, for its user has said so. What is being sent is waited for. */
  discard(id: string): Promise<void> {
    return this.locked(async () => {
      const row = await this.shelf.get('entries', id);
      if (!row || row.user !== this.vault.user || row.state === 'sent') return;
      await this.#drop(id);
    });
  }

  /** Sends it after all: what was held, or refused for a reason that has gone. */
  insist(id: string): Promise<void> {
    return this.locked(async () => {
      const entry = await this.#present(id);
      if (!entry || (entry.state !== 'held' && entry.state !== 'refused')) return;
      const { outcome: _, text: sent, ...content } = entry.content;
      const { settledAt: __, ...rest } = entry;
      // After a refusal under another key: that is what the old one stands for.
      const again =
        entry.state === 'refused' ? { key: freshKey() } : sent === undefined ? {} : { text: sent };
      await this.#put({ ...rest, state: 'waiting', content: { ...content, ...again, insists: true } });
    });
  }

  /** Puts something else in the place of what was refused: another intent, hence another key. */
  mend(id: string, recorded: Recorded): Promise<void> {
    return this.locked(async () => {
      const entry = await this.#present(id);
      if (!entry || entry.state === 'sent') return;
      // When it happened stays what it was, unless the new form says another time.
      const moment = recorded.moment ?? entry.content.moment;
      const content = { ...recorded, key: freshKey(), insists: true, ...(moment ? { moment } : {}) };
      await this.#put({ id: entry.id, place: entry.place, state: 'waiting', content });
    });
  }

  async #drop(id: string): Promise<void> {
    await this.shelf.remove('entries', id);
    this.#opened.delete(id);
    this.changed();
  }

  /** Drops what was sent a day ago. What was not sent stays, whosever it is. */
  async wipe(now: number): Promise<void> {
    const gone = await wipeSent(this.shelf, now);
    for (const id of gone) this.#opened.delete(id);
    if (gone.length > 0) this.changed();
  }
}
