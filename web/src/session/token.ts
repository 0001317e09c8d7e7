// Where the token of the session lies: in memory and in the session storage of the tab, and it is handed to a new tab
// by the tabs that are there.
//
// Why not a cookie that scripts cannot read: the API takes bearer tokens alone, so no other site can make a browser act
// for somebody, and no form of defence against that is needed on 166 operations. Cookies are shared by all ports of a host, so that
// two installations on one machine would log each other out, and by all tabs, so that two people at one desk could
// not work side by side. What a cookie would be better at is a script of somebody else in our page. It has no way in
// (scripts from our own host only, none inline, no HTML from data) and nowhere to send a token (`connect-src 'self'`);
// if it had, it could act as the user with a cookie as well. The session storage ends with the tab and survives a
// reload; nothing is kept in the local storage.
const KEY = 'fenghuo.token';
const CHANNEL = 'fenghuo.session';
/** How long a new tab waits for an answer of another one, in milliseconds: of one that is known to be there, or not. */
const WAIT = { known: 3_000, unknown: 150 };
/** Held by every tab that has a session, so that a new one knows whether to wait. */
const LOCK = 'fenghuo.session';

type Message = { kind: 'ask' } | { kind: 'give'; token: string } | { kind: 'left'; token: string };

let memory: string | null = null;
let channel: BroadcastChannel | null = null;

export const token = (): string | null => memory;

let release: (() => void) | undefined;

/** Shows other tabs that there is a session here. */
function hold(has: boolean): void {
  if (!('locks' in navigator)) return;
  if (has && !release) {
    const held = new Promise<void>((resolve) => (release = resolve));
    void navigator.locks.request(LOCK, { mode: 'shared' }, () => held);
  } else if (!has) {
    release?.();
    release = undefined;
  }
}

/** Whether another tab has a session; undefined where that cannot be known. */
async function isHeld(): Promise<boolean | undefined> {
  if (!('locks' in navigator)) return undefined;
  const { held } = await navigator.locks.query();
  return held?.some(({ name }) => name === LOCK) ?? false;
}

export function keepToken(next: string | null): void {
  memory = next;
  hold(next !== null);
  try {
    if (next === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, next);
  } catch {
    // Barred storage: the token lives until the next reload.
  }
}

/** Tells the other tabs with this token that it was given back. */
export function tellLeft(left: string): void {
  channel?.postMessage({ kind: 'left', token: left } satisfies Message);
}

/** Answers other tabs from now on; `left` is called when one of them has logged out. */
export function listenToTabs(left: () => void): void {
  if (typeof BroadcastChannel === 'undefined') return;
  channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'ask' && memory)
      channel?.postMessage({ kind: 'give', token: memory } satisfies Message);
    if (data.kind === 'left' && data.token === memory) left();
  });
}

/** The token of this tab, or of another one. */
export async function findToken(): Promise<string | null> {
  try {
    memory = sessionStorage.getItem(KEY);
  } catch {
    memory = null;
  }
  if (memory) hold(true);
  if (memory || typeof BroadcastChannel === 'undefined') return memory;
  const held = await isHeld();
  if (held === false) return null;
  const asking = new BroadcastChannel(CHANNEL);
  const given = await new Promise<string | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), held ? WAIT.known : WAIT.unknown);
    asking.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.kind !== 'give') return;
      clearTimeout(timer);
      resolve(data.token);
    });
    asking.postMessage({ kind: 'ask' } satisfies Message);
  });
  asking.close();
  if (given) keepToken(given);
  return given;
}
