// How what must lie on a phone is sealed: pure WebCrypto, no storage, no session. The reasoning stands in `vault.ts`.

export type Bytes = Uint8Array<ArrayBuffer>;

/** Something that only the holder of a private key opens. */
export interface Sealed {
  /** The public half of a key that was made for this one thing. */
  from: Bytes;
  iv: Bytes;
  data: Bytes;
}

/** The private half of a pair, wrapped twice: see `wrap`. */
export interface Wrapped {
  iv: Bytes;
  outer: Bytes;
  data: Bytes;
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const PURPOSE = { seal: 'fenghuo offline seal 1', wrap: 'fenghuo offline wrap 1' } as const;

const text = new TextEncoder();
export const utf8 = (value: string): Bytes => text.encode(value) as Bytes;
const fresh = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

/** Whether this browser, at this address, can seal at all: without HTTPS it cannot. */
export const canSeal = (): boolean => typeof crypto !== 'undefined' && crypto.subtle !== undefined;

function joined(...parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function derived(secret: Bytes, salt: Bytes, purpose: string, uses: KeyUsage[]): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(purpose) };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, uses);
}

/** The key of one sealed thing: of what the two pairs share, bound to both public halves. */
async function shared(
  mine: CryptoKey,
  theirs: CryptoKey,
  from: Bytes,
  to: Bytes,
  use: KeyUsage,
): Promise<CryptoKey> {
  const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256);
  return derived(new Uint8Array(bits), joined(from, to), PURPOSE.seal, [use]);
}

const publicKey = (raw: Bytes) => crypto.subtle.importKey('raw', raw, CURVE, true, []);
const rawOf = async (key: CryptoKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('raw', key));

/** Seals for whoever holds the private half of `to`. `about` is bound in: a thing under another name does not open. */
export async function seal(to: Bytes, content: Bytes, about: string): Promise<Sealed> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const from = await rawOf(pair.publicKey);
  const key = await shared(pair.privateKey, await publicKey(to), from, to, 'encrypt');
  const iv = fresh(12);
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: utf8(about) },
    key,
    content,
  );
  return { from, iv, data: new Uint8Array(data) };
}

/** Opens what was sealed for the pair. Throws when it was sealed for another one, under another name, or altered. */
export async function open(pair: OpenPair, sealed: Sealed, about: string): Promise<Bytes> {
  const { from, iv, data } = sealed;
  const key = await shared(pair.secret, await publicKey(from), from, pair.open, 'decrypt');
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8(about) }, key, data),
  );
}

/** A pair that can be used: the public half in bytes, the private one out of reach of scripts. */
export interface OpenPair {
  open: Bytes;
  secret: CryptoKey;
}

/** A key that never leaves this browser. */
export const deviceKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** A new pair, with its private half wrapped: within by the secret that a session holds, around it by the device. */
export async function newPair(
  secret: Bytes,
  device: CryptoKey,
  about: string,
): Promise<{ pair: OpenPair; wrapped: Wrapped }> {
  const made = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const opened = await rawOf(made.publicKey);
  const plain = new Uint8Array(await crypto.subtle.exportKey('pkcs8', made.privateKey));
  const [iv, outer, additionalData] = [fresh(12), fresh(12), utf8(about)];
  const key = await derived(secret, opened, PURPOSE.wrap, ['encrypt']);
  const within = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain);
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: outer, additionalData }, device, within);
  const kept = await crypto.subtle.importKey('pkcs8', plain, CURVE, false, ['deriveBits']);
  plain.fill(0);
  return { pair: { open: opened, secret: kept }, wrapped: { iv, outer, data: new Uint8Array(data) } };
}

/** The pair again. Throws with another secret, on another device, under another name. */
export async function unwrap(
  opened: Bytes,
  wrapped: Wrapped,
  secret: Bytes,
  device: CryptoKey,
  about: string,
): Promise<OpenPair> {
  const additionalData = utf8(about);
  const within = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: wrapped.outer, additionalData },
    device,
    wrapped.data,
  );
  const key = await derived(secret, opened, PURPOSE.wrap, ['decrypt']);
  const plain = new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv: wrapped.iv, additionalData }, key, within),
  );
  const kept = await crypto.subtle.importKey('pkcs8', plain, CURVE, false, ['deriveBits']);
  plain.fill(0);
  return { open: opened, secret: kept };
}

export const toBase64 = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes));
export const fromBase64 = (value: string): Bytes =>
  Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
