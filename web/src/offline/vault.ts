// What lies on a phone without a network, and for whom it is sealed.
//
// What is kept: facts that were not sent yet, today's people with names and addresses, and who is logged in. Against
// whom: whoever takes up the phone or logs in on it next, and whoever copies its storage. Not against a script in our own
// page (nothing but our own files may run there) nor against somebody at an unlocked phone with the page open.
//
// - Each user of a device has a pair of keys (P-256). Whatever is kept is sealed to the public half, each thing under a
//   key of its own. So something new can always be sealed, without anything being opened: also when the session has
//   ended and the page cannot ask for a secret.
// - The private half lies wrapped twice. Within, by a secret of the server, which it makes from user and device and gives
//   to nobody but the user while he is logged in (`POST /api/v1/sessions/current/device_secret`). Around that, by a key
//   of this browser that no script can take out. A copy of the storage lacks the secret; a stolen session elsewhere lacks
//   the storage and the key of the browser; the next user of the phone has another secret.
// - Why not the token of the session as the secret: it is another one after the next log-in, and facts that were kept
//   through a log-out would be lost. Why not the password: what lies on a phone would then be something to try passwords
//   on, at leisure; and who logs in by OpenID Connect has none. The price is that a phone that was closed without a
//   network must log in before it shows anything.
// - While the tab lives, the secret lies in its session storage beside the token, for the same reasons (see
//   `session/token.ts`): it survives a reload without a network and ends with the tab. A log-out drops it. It is handed
//   to a new tab by the ones that are open, as the token is.
// - Today's people and who is logged in are kept for 24 hours and dropped at a log-out. Facts that were sent are dropped
//   after 24 hours; facts that were not are never dropped but by their user, sealed as they are. The dropping is done
//   while the console is open and first thing when it is opened; on a phone that lies in a drawer it is not, and what
//   lies there is sealed under a secret that went with the tab.
// - The lifetime is measured by the clock of the phone. A clock that was set back cannot stretch it beyond 48 hours: what
//   lies further in the future than it can is dropped at once.
import { call } from '@/api/client';
import type { Schema } from '@/api/types';
import { freshKey } from '@/api/intent';
import {
  canSeal,
  deviceKey,
  fromBase64,
  newPair,
  open,
  seal,
  unwrap,
  utf8,
  type Bytes,
  type OpenPair,
  type Sealed,
} from './seal';
import { memoryShelf, theShelf, type Shelf } from './shelf';

/** What can be kept and had again. */
export interface Vault {
  user: string;
  /** Whether what is kept outlives the tab. */
  lasting: boolean;
  seal: (value: unknown, about: string) => Promise<unknown>;
  /** Throws for what is not this user's. */
  open: <T>(sealed: unknown, about: string) => Promise<T>;
}

const KEY = 'fenghuo.seal';
const CHANNEL = 'fenghuo.seal';
/** How long a new tab waits for an answer of another one, in milliseconds. */
const WAIT = 120;

interface Held {
  user: string;
  secret: string;
}
type Message = { kind: 'ask' } | ({ kind: 'give' } & Held);

let held: Held | null = null;
let channel: BroadcastChannel | null = null;

function answerTabs(): void {
  if (channel || typeof BroadcastChannel === 'undefined') return;
  channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'ask' && held) channel?.postMessage({ kind: 'give', ...held } satisfies Message);
  });
}

function hold(next: Held | null): void {
  held = next;
  try {
    if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Barred storage: it lives until the next reload.
  }
  if (next) answerTabs();
}

/** The secret of this tab, or of another one. */
async function findHeld(): Promise<Held | null> {
  if (held) return held;
  try {
    const kept = sessionStorage.getItem(KEY);
    if (kept) {
      hold(JSON.parse(kept) as Held);
      return held;
    }
  } catch {
    // As above.
  }
  if (typeof BroadcastChannel === 'undefined') return null;
  const asking = new BroadcastChannel(CHANNEL);
  const given = await new Promise<Held | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), WAIT);
    asking.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.kind !== 'give') return;
      clearTimeout(timer);
      resolve({ user: data.user, secret: data.secret });
    });
    asking.postMessage({ kind: 'ask' } satisfies Message);
  });
  asking.close();
  if (given) hold(given);
  return given;
}

/** Whose vault can be opened in this tab without the server. */
export async function heldUser(): Promise<string | undefined> {
  return (await findHeld())?.user;
}

/** Drops the secret: somebody has logged out, or somebody else has logged in. */
export function dropSecret(): void {
  hold(null);
}

const text = new TextDecoder();

function sealing(user: string, pair: OpenPair): Vault {
  const name = (about: string) => `${user}/${about}`;
  return {
    user,
    lasting: true,
    seal: (value, about) => seal(pair.open, utf8(JSON.stringify(value)), name(about)),
    open: async <T>(sealed: unknown, about: string) =>
      JSON.parse(text.decode(await open(pair, sealed as Sealed, name(about)))) as T,
  };
}

/** Where nothing can be sealed, nothing is kept: it lives in memory, as long as the page. */
export function memoryVault(user: string): Vault {
  return {
    user,
    lasting: false,
    seal: (value) => Promise.resolve(structuredClone(value)),
    open: <T>(sealed: unknown) => Promise.resolve(structuredClone(sealed) as T),
  };
}

/** The pair of a user on this device, made the first time. `ask` gets the secret for a device from the server. */
export async function vaultOf(
  user: string,
  shelf: Shelf,
  ask: (device: string) => Promise<Bytes>,
): Promise<{ vault: Vault; lost: boolean }> {
  const known = await shelf.get('vaults', user);
  if (known) {
    const secret = await ask(known.device);
    try {
      return {
        vault: sealing(user, await unwrap(known.open, known.wrapped, secret, known.key, user)),
        lost: false,
      };
    } catch {
      // The server has lost what it made the secret of, or the storage was tampered with. Nothing that lies there can
      // ever be opened; say so, and begin anew.
      await shelf.remove('vaults', user);
    }
  }
  const [device, key] = [freshKey(), await deviceKey()];
  const { pair, wrapped } = await newPair(await ask(device), key, user);
  const row = await shelf.putFirst('vaults', { user, device, key, open: pair.open, wrapped });
  if (row.device === device) return { vault: sealing(user, pair), lost: known !== undefined };
  // Another tab was first.
  const first = await unwrap(row.open, row.wrapped, await ask(row.device), row.key, user);
  return { vault: sealing(user, first), lost: known !== undefined };
}

async function secretFrom(user: string, device: string): Promise<Bytes> {
  const kept = await findHeld();
  const [of, from] = kept?.secret.split(' ') ?? [];
  if (kept?.user === user && of === device && from) return fromBase64(from);
  const { data } = await call('post', '/api/v1/sessions/current/device_secret', { body: { device } });
  const { secret } = data as Schema<'DeviceSecret'>;
  hold({ user, secret: `${device} ${secret}` });
  return fromBase64(secret);
}

/**
 * The vault of whoever is logged in, and where its things lie: what cannot be sealed lies on no disk. Throws when the
 * server is needed for it and cannot be reached.
 */
export async function openVault(user: string): Promise<{ vault: Vault; shelf: Shelf; lost: boolean }> {
  const shelf = await theShelf();
  if (!canSeal() || !shelf.lasting) return { vault: memoryVault(user), shelf: memoryShelf(), lost: false };
  return { shelf, ...(await vaultOf(user, shelf, (device) => secretFrom(user, device))) };
}
