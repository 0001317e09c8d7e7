// What works without a network, put together: one for the tab, begun for whoever is logged in.
import { attempt, call, problemOf, watchReach } from '@/api/client';
import { asApiError } from '@/api/problem';
import { tellReceipt } from '@/api/receipts';
import type { Schema } from '@/api/types';
import { keepPreference } from '@/preferences';
import { beforeLeaving } from '@/session/begin';
import { currentSession, expired, refreshMe, subscribeSession, type Me } from '@/session/store';
import { token } from '@/session/token';
import { anchored, businessAt, looked, momentOf, type Anchor, type Moment } from './clock';
import { keep, kept, wipeKeeps, type Kept } from './keeps';
import { lockOf, Queue, type Entry, type Outcome, type Recorded } from './queue';
import { onlyWhile, sendAll, type World } from './sender';
import { theShelf, type Shelf } from './shelf';
import { dropSecret, openVault, type Vault } from './vault';

/** The preference by which a browser knows that somebody works here without a network. */
export const HERE = 'offline';

/** Waiting times between attempts, in milliseconds. */
const WAITS = [4_000, 10_000, 30_000, 60_000];
/** How often the clock is looked at and what is over is wiped. */
const HEARTBEAT = 30_000;
/** How long a request may take before it counts as lost. */
const PATIENCE = 25_000;

export interface Snapshot {
  /** `opening` until the vault is open; `closed` where that needs the server and it cannot be reached. */
  state: 'off' | 'opening' | 'open' | 'closed';
  user: string | null;
  /** Whether what is recorded outlives the tab. */
  lasting: boolean;
  /** Facts lie here that can never be opened again. */
  lost: boolean;
  entries: Entry[];
  /** Facts of others that lie here. */
  ofOthers: number;
  sending: boolean;
  /** Whether the server answered last. */
  reached: boolean;
  /** Somebody wants to log out with this many facts unsent: what he is asked. */
  leaving: { unsent: number; answer: (goes: boolean) => void } | null;
}

const OFF: Snapshot = {
  state: 'off',
  user: null,
  lasting: false,
  lost: false,
  entries: [],
  ofOthers: 0,
  sending: false,
  reached: true,
  leaving: null,
};

/** What somebody else has said, as far as it tells anything. */
function otherOf(fact: Schema<'Fact'> | undefined): NonNullable<Outcome['other']> {
  const { temperature_c: temperature, symptoms } = (fact?.body ?? {}) as Record<string, unknown>;
  return {
    ...(fact ? { at: fact.occurred_at } : {}),
    ...(typeof temperature === 'number' ? { temperature } : {}),
    ...(Array.isArray(symptoms) ? { symptoms: symptoms.map(String) } : {}),
  };
}

type Taken = (answer: unknown) => void;

class Offline {
  #snapshot = OFF;
  readonly #listeners = new Set<() => void>();
  readonly #taken = new Set<Taken>();
  #shelf: Shelf | undefined;
  #vault: Vault | undefined;
  #queue: Queue | undefined;
  #anchor: Anchor | undefined;
  #channel: BroadcastChannel | undefined;
  #ending: (() => void)[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #turn = 0;
  /** The session was taken up without the server: what it may do is asked when the server is back. */
  #unproved = false;

  snapshot = (): Snapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called with each answer of the server to a fact. */
  onTaken(listener: Taken): () => void {
    this.#taken.add(listener);
    return () => this.#taken.delete(listener);
  }

  #set(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Begins for whoever is logged in; nothing happens when it has begun. */
  async start(me: Me): Promise<void> {
    if (this.#snapshot.user === me.user && this.#snapshot.state !== 'closed') return;
    this.#stop();
    this.#set({ ...OFF, state: 'opening', user: me.user, reached: this.#snapshot.reached });
    this.#listen();
    await this.#open(me);
  }

  async #open(me: Me): Promise<void> {
    const disk = await theShelf();
    await wipeKeeps(disk, Date.now());
    this.#anchor ??= await disk.get('clock', 'clock');
    try {
      const { vault, shelf, lost } = await openVault(me.user);
      if (this.#snapshot.user !== me.user) return;
      this.#vault = vault;
      this.#shelf = shelf;
      this.#queue = new Queue(vault, shelf, lockOf(`fenghuo.queue.${me.user}`), () => this.#tell());
      this.#set({ state: 'open', lasting: vault.lasting, lost });
      keepPreference(HERE, 'yes');
      // What was taken up from here is not kept anew: its day runs on.
      if (!this.#unproved) await this.keep('me', me);
      await this.#queue.wipe(Date.now());
      await this.#refresh();
      void this.#askTime().catch(() => undefined);
      void this.flush();
    } catch (error) {
      if (this.#snapshot.user !== me.user) return;
      // The secret is with the server; it is asked again as soon as there is a line.
      this.#set({ state: 'closed', reached: asApiError(error).type !== 'ui.offline' });
    }
  }

  #listen(): void {
    const on = (target: EventTarget, name: string, run: () => void) => {
      target.addEventListener(name, run);
      this.#ending.push(() => target.removeEventListener(name, run));
    };
    on(window, 'online', () => void this.flush());
    on(window, 'offline', () => this.#set({ reached: false }));
    on(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#beat().then(() => this.flush());
    });
    const beating = setInterval(() => void this.#beat(), HEARTBEAT);
    this.#ending.push(() => clearInterval(beating));
    this.#ending.push(
      watchReach((reached) => {
        const before = this.#snapshot.reached;
        if (before !== reached) this.#set({ reached });
        if (reached && !before) this.#back();
      }),
      subscribeSession(() => this.#session()),
      beforeLeaving(() => this.#mayLeave()),
    );
    if (typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`fenghuo.queue.${this.#snapshot.user}`);
      this.#channel.addEventListener('message', () => void this.#refresh());
    }
  }

  #stop(): void {
    for (const end of this.#ending) end();
    this.#ending = [];
    clearTimeout(this.#retry);
    this.#channel?.close();
    this.#channel = undefined;
    this.#vault = undefined;
    this.#queue = undefined;
    this.#failures = 0;
  }

  /** The line is back: who is logged in may do something else now, and what waits can go. */
  #back(): void {
    const session = currentSession();
    if (session.state !== 'in') return;
    if (this.#snapshot.state === 'closed') {
      void this.start(session.me);
      return;
    }
    if (this.#unproved) {
      this.#unproved = false;
      call('get', '/api/v1/sessions/current', {})
        .then(({ data }) => {
          refreshMe(data as Me);
          return this.keep('me', data);
        })
        .catch(() => {
          this.#unproved = true;
        });
    }
    void this.flush();
  }

  /** The session was taken up from what is kept, without the server. */
  unproved(): void {
    this.#unproved = true;
  }

  #session(): void {
    const session = currentSession();
    if (session.state === 'in' && session.me.user === this.#snapshot.user) {
      if (!session.expired) void this.flush();
      return;
    }
    if (session.state === 'out' && session.why === 'unreachable') return;
    const user = this.#snapshot.user;
    this.#stop();
    this.#set(OFF);
    if (session.state === 'out' && session.why === 'left' && user) void this.forget(user);
  }

  /** Somebody has left: what he could know without a network goes, and what he did not send stays, sealed. */
  async forget(user: string): Promise<void> {
    dropSecret();
    const shelf = await theShelf();
    await wipeKeeps(shelf, Date.now(), user);
  }

  async #mayLeave(): Promise<boolean> {
    const unsent = this.#snapshot.entries.filter((entry) => entry.state !== 'sent').length;
    if (unsent === 0) return true;
    const goes = await new Promise<boolean>((answer) => this.#set({ leaving: { unsent, answer } }));
    this.#set({ leaving: null });
    return goes;
  }

  async #beat(): Promise<void> {
    if (!this.#shelf) return;
    if (this.#anchor) await this.#keepAnchor(looked(this.#anchor, Date.now()));
    await wipeKeeps(this.#shelf, Date.now());
    await this.#queue?.wipe(Date.now());
  }

  async #keepAnchor(anchor: Anchor): Promise<void> {
    this.#anchor = anchor;
    await this.#shelf?.put('clock', { id: 'clock', ...anchor });
  }

  async #askTime(): Promise<Anchor> {
    const { now, clock } = (await this.#once('GET', '/api/v1/status')) as Schema<'Status'>;
    const anchor = anchored({ now, clock }, Date.now());
    await this.#keepAnchor(anchor);
    this.#set({});
    return anchor;
  }

  /** One attempt: it neither waits for a new log-in nor for ever. */
  async #once(method: 'GET' | 'POST', path: string, key?: string, body?: string): Promise<unknown> {
    const headers: Record<string, string> = key
      ? { 'Idempotency-Key': key, 'Content-Type': 'application/json' }
      : {};
    const init: RequestInit = { method, headers, signal: AbortSignal.timeout(PATIENCE), cache: 'no-store' };
    const response = await attempt(new Request(path, body === undefined ? init : { ...init, body }));
    if (!response.ok) throw await problemOf(response);
    return response.json();
  }

  /** The time of the business, as far as it is known here, in milliseconds. */
  now(): number {
    const device = Date.now();
    return this.#anchor ? businessAt(looked(this.#anchor, device), device) : device;
  }

  /** The time of the business; asked for where it is not known yet. */
  async time(): Promise<number> {
    if (!this.#anchor) await this.#askTime();
    return this.now();
  }

  /** The clock of the device, right or wrong: what is kept is wiped by it. */
  device(): number {
    return Date.now();
  }

  /** The moment of something that is recorded now. */
  moment(): Moment {
    return momentOf(this.#anchor, Date.now());
  }

  /** Records a fact: kept first, then sent. Answers with the id of its entry once it is kept. */
  async add(recorded: Recorded): Promise<string> {
    if (!this.#queue) throw new Error('nothing can be kept yet');
    const { id } = await this.#queue.add(recorded, Date.now());
    void this.flush();
    return id;
  }

  async mend(id: string, recorded: Recorded): Promise<void> {
    await this.#queue?.mend(id, recorded);
    void this.flush();
  }

  async insist(id: string): Promise<void> {
    await this.#queue?.insist(id);
    void this.flush();
  }

  async discard(id: string): Promise<void> {
    await this.#queue?.discard(id);
  }

  /** Keeps something for a day. */
  async keep(name: string, value: unknown): Promise<void> {
    if (this.#shelf && this.#vault) await keep(this.#shelf, this.#vault, name, value, Date.now());
  }

  async kept<T>(name: string): Promise<Kept<T> | undefined> {
    return this.#shelf && this.#vault ? kept<T>(this.#shelf, this.#vault, name, Date.now()) : undefined;
  }

  #tell(): void {
    this.#channel?.postMessage('changed');
    void this.#refresh();
  }

  async #refresh(): Promise<void> {
    const queue = this.#queue;
    if (!queue) return;
    const turn = (this.#turn += 1);
    const [entries, ofOthers] = await Promise.all([queue.list(), queue.ofOthers()]);
    // What was read before something newer tells less.
    if (queue === this.#queue && turn === this.#turn) this.#set({ entries, ofOthers });
  }

  /** Sends what waits, now. */
  async flush(): Promise<void> {
    const [queue, used] = [this.#queue, token()];
    if (!queue || this.#snapshot.sending) return;
    clearTimeout(this.#retry);
    const session = currentSession();
    if (!used || session.state !== 'in' || session.expired) return;
    if (!(await queue.list()).some((entry) => entry.state === 'waiting')) return;
    this.#set({ sending: true });
    let ended: 'all' | 'later' | 'ended' = 'later';
    try {
      ended = await sendAll(queue, this.#world(used));
    } catch {
      // The storage failed: what waits is still there.
    } finally {
      this.#set({ sending: false });
    }
    if (queue !== this.#queue) return;
    if (ended === 'ended') {
      void expired(used);
    } else if (ended === 'later') {
      this.#retry = setTimeout(() => void this.flush(), WAITS[Math.min(this.#failures, WAITS.length - 1)]);
      this.#failures += 1;
    } else {
      this.#failures = 0;
      // What was recorded while it was sending.
      if ((await queue.list()).some((entry) => entry.state === 'waiting')) void this.flush();
    }
  }

  #world(used: string): World {
    return {
      device: () => Date.now(),
      anchor: () => this.#anchor,
      ask: () => this.#askTime(),
      post: onlyWhile(
        () => token() === used,
        (path, key, body) => this.#once('POST', path, key, body),
      ),
      metByOthers: async ({ order, occurrence, on }, { command, person, text, outcome }) => {
        const { items } = (await this.#once(
          'GET',
          `/api/v1/schedules?on=${on}`,
        )) as Schema<'Items_ScheduleLine'>;
        const line = items.find((one) => one.order === order && one.occurrence === occurrence);
        if (line?.state !== 'met' && line?.state !== 'met_late') return undefined;
        if (!person) return {};
        const about = `subject_kind=person&subject=${encodeURIComponent(person)}`;
        const answer = (await this.#once('GET', `/api/v1/facts?${about}`)) as Schema<'Items_Fact'>;
        const kind = command.path === '/api/v1/samples' ? 'sample_taken' : 'check_done';
        const facts = answer.items.filter((fact) => fact.kind === kind);
        // It was sent before, and the answer lost: perhaps it was this very fact.
        const told = text === undefined || !outcome?.at ? undefined : Date.parse(outcome.at);
        const own = facts.some(
          ({ user, occurred_at: at }) => user === this.#snapshot.user && Date.parse(at) === told,
        );
        return own ? undefined : otherOf(facts.at(-1));
      },
      taken: (answer) => {
        tellReceipt(answer);
        for (const listener of this.#taken) listener(answer);
      },
    };
  }
}

export const offline = new Offline();
