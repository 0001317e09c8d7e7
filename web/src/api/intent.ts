// One intent, one key: what keeps a double click, a retry and a wait for a new log-in from becoming two commands.

/** How long a key is kept after it was answered, in milliseconds: the second click of a double click comes within. */
export const ECHO = 3_000;

interface Kept {
  what: string;
  key: string;
  answeredAt: number | null;
}

/** Keys of the commands of one form or button. */
export class Intent {
  #kept: Kept | null = null;
  readonly #fresh: () => string;

  constructor(fresh: () => string = freshKey) {
    this.#fresh = fresh;
  }

  /**
   * The key for what is to be done: the same as long as it is the same and was not answered (or just now); another one
   * for anything else.
   */
  keyFor(what: string, now: number): string {
    const kept = this.#kept;
    const over = kept?.answeredAt !== null && kept !== null && now - kept.answeredAt > ECHO;
    if (kept && kept.what === what && !over) return kept.key;
    this.#kept = { what, key: this.#fresh(), answeredAt: null };
    return this.#kept.key;
  }

  /** It was done: from a moment later on the same again is meant as such. */
  answered(key: string, now: number): void {
    if (this.#kept?.key === key) this.#kept.answeredAt = now;
  }

  /** What comes next is a new intent, even if it is the same. */
  renew(): void {
    this.#kept = null;
  }
}

/** Works without a secure context, which `crypto.randomUUID` wants. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
