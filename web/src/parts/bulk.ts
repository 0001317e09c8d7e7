// One command for each of several records: a few at a time, each with a key of its own, so that what was sent twice is
// done once. Without React, so that it can be tested.
import { call, freshKey, isReceipt, asApiError, type ApiError } from '@/api';

/** Commands under way at once. */
const AT_ONCE = 3;

export interface BulkItem {
  /** Names the record, and its row in the report. */
  id: string;
  path: Record<string, string>;
  body: unknown;
}

export interface BulkOutcome {
  id: string;
  /** Facts that were recorded, by which it can be taken back. */
  facts: { id: string; kind: string }[];
  problem?: ApiError;
}

/** The queue of one bulk action: what failed can be tried again under the same key. */
export class BulkRun {
  readonly #keys = new Map<string, string>();
  #stopped = false;

  constructor(
    readonly path: string,
    readonly items: readonly BulkItem[],
  ) {}

  /** After what is under way nothing more is sent. */
  stop(): void {
    this.#stopped = true;
  }

  /** Sends those items; `told` hears of each as it is answered. */
  async send(items: readonly BulkItem[], told: (outcome: BulkOutcome) => void): Promise<void> {
    this.#stopped = false;
    const queue = [...items];
    const worker = async (): Promise<void> => {
      for (let item = queue.shift(); item && !this.#stopped; item = queue.shift()) {
        // oxlint-disable-next-line no-await-in-loop -- so many at once, and no more
        told(await this.#one(item));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async #one(item: BulkItem): Promise<BulkOutcome> {
    const key = this.#keys.get(item.id) ?? freshKey();
    this.#keys.set(item.id, key);
    try {
      const { data } = await call('post', this.path, {
        path: item.path,
        body: item.body,
        headers: { 'Idempotency-Key': key },
      });
      return { id: item.id, facts: isReceipt(data) ? data.facts.map(({ id, kind }) => ({ id, kind })) : [] };
    } catch (error) {
      return { id: item.id, facts: [], problem: asApiError(error) };
    }
  }
}
