// Where sealed things lie: IndexedDB; in memory where the browser has none (a private window of some, tests).

/** A user's pair on this device. */
export interface VaultRow {
  user: string;
  /** The name under which the server knows this device. */
  device: string;
  key: CryptoKey;
  open: import('./seal').Bytes;
  wrapped: import('./seal').Wrapped;
}

/** What becomes of a fact. Nothing in a row that is not sealed tells what it is about. */
export type State = 'waiting' | 'sent' | 'refused' | 'held';

export interface EntryRow {
  id: string;
  user: string;
  /** The order in which they were recorded. */
  place: number;
  state: State;
  /** When it was settled, by the clock of the device; for the wiping. */
  settledAt?: number;
  /** Another one with each change. */
  turn: string;
  sealed: unknown;
}

/** Something that may be known for a while. */
export interface KeepRow {
  /** User and name. */
  id: string;
  user: string;
  /** By the clock of the device. */
  keptAt: number;
  until: number;
  sealed: unknown;
}

/** A moment that the server told, and when that was by the clock of the device: nothing personal. */
export interface ClockRow {
  id: 'clock';
  business: number;
  device: number;
  speed: number;
  sure: boolean;
  seen: number;
}

export interface Rows {
  vaults: VaultRow;
  entries: EntryRow;
  keeps: KeepRow;
  clock: ClockRow;
}
export type Name = keyof Rows;
const KEYS: Record<Name, string> = { vaults: 'user', entries: 'id', keeps: 'id', clock: 'id' };

export interface Shelf {
  /** Whether it outlives the tab. */
  lasting: boolean;
  get<N extends Name>(name: N, key: string): Promise<Rows[N] | undefined>;
  all<N extends Name>(name: N): Promise<Rows[N][]>;
  put<N extends Name>(name: N, row: Rows[N]): Promise<void>;
  remove(name: Name, key: string): Promise<void>;
  /** Puts a row unless there is one under its key: of two tabs one is first. Answers what stands then. */
  putFirst<N extends Name>(name: N, row: Rows[N]): Promise<Rows[N]>;
}

export function memoryShelf(): Shelf {
  const stores = Object.fromEntries(Object.keys(KEYS).map((name) => [name, new Map()])) as {
    [N in Name]: Map<string, Rows[N]>;
  };
  const keyOf = <N extends Name>(name: N, row: Rows[N]) =>
    (row as unknown as Record<string, string>)[KEYS[name]] ?? '';
  return {
    lasting: false,
    get: (name, key) => Promise.resolve(stores[name].get(key)),
    all: (name) => Promise.resolve([...stores[name].values()]),
    put: (name, row) => {
      stores[name].set(keyOf(name, row), row);
      return Promise.resolve();
    },
    remove: (name, key) => {
      stores[name].delete(key);
      return Promise.resolve();
    },
    putFirst: (name, row) => {
      const key = keyOf(name, row);
      const known = stores[name].get(key);
      if (!known) stores[name].set(key, row);
      return Promise.resolve(known ?? row);
    },
  };
}

const DATABASE = 'fenghuo';
const VERSION = 1;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
  });
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.addEventListener('upgradeneeded', () => {
    for (const [name, keyPath] of Object.entries(KEYS)) {
      if (!request.result.objectStoreNames.contains(name))
        request.result.createObjectStore(name, { keyPath });
    }
  });
  return done(request).then((database) => {
    // A newer console in another tab may change the form: it must not wait for this one.
    database.addEventListener('versionchange', () => database.close());
    return database;
  });
}

/** Commits before it answers: what was recorded is on the disk when the page says so. */
function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    const fail = () => reject(transaction.error ?? new Error('IndexedDB'));
    transaction.addEventListener('error', fail);
    transaction.addEventListener('abort', fail);
  });
}

async function lastingShelf(): Promise<Shelf> {
  const database = await opened();
  const writing = (name: Name) => database.transaction(name, 'readwrite', { durability: 'strict' });
  const reading = (name: Name) => database.transaction(name, 'readonly').objectStore(name);
  return {
    lasting: true,
    get: (name, key) => done(reading(name).get(key)),
    all: (name) => done(reading(name).getAll()),
    put: async (name, row) => {
      const transaction = writing(name);
      transaction.objectStore(name).put(row);
      await finished(transaction);
    },
    remove: async (name, key) => {
      const transaction = writing(name);
      transaction.objectStore(name).delete(key);
      await finished(transaction);
    },
    putFirst: async (name, row) => {
      const transaction = writing(name);
      const store = transaction.objectStore(name);
      const key = (row as unknown as Record<string, string>)[KEYS[name]] ?? '';
      const known = (await done(store.get(key))) as typeof row | undefined;
      if (!known) store.put(row);
      await finished(transaction);
      return known ?? row;
    },
  };
}

let shelf: Promise<Shelf> | undefined;

/** The shelf of this browser. */
export function theShelf(): Promise<Shelf> {
  shelf ??=
    typeof indexedDB === 'undefined'
      ? Promise.resolve(memoryShelf())
      : lastingShelf().catch(() => memoryShelf());
  return shelf;
}
