// Server-sent events over `fetch`, since `EventSource` cannot carry the session: read, parse, come back with the id of
// the last event seen.
import { send } from '@/api/client';

export interface ServerEvent {
  event: string;
  data: string;
  id: string | undefined;
}

/** Takes text in pieces, gives whole events (HTML Living Standard, 9.2.6). */
export class EventParser {
  #rest = '';
  #event = '';
  #data: string[] = [];
  #id: string | undefined;

  push(piece: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.#data.length > 0) {
          events.push({
            event: this.#event || 'message',
            data: this.#data.join('\n'),
            id: this.#id,
          });
        }
        this.#event = '';
        this.#data = [];
        this.#id = undefined;
        continue;
      }
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'event') this.#event = value;
      else if (name === 'data') this.#data.push(value);
      else if (name === 'id' && !value.includes('\0')) this.#id = value;
    }
    return events;
  }
}

export interface StreamOptions {
  path: string;
  signal: AbortSignal;
  event: (event: ServerEvent) => void;
  /** Whether the line stands. */
  state?: (connected: boolean) => void;
  /** Where to go on: the id of the last event seen. */
  last?: { id: string | undefined };
  /** Do not come back after a clean end (the stream of a job ends with the job). */
  once?: boolean;
}

/** Waiting times between attempts, in milliseconds: a server that starts again is found soon, and not stormed. */
const WAITS = [500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** Listens until the signal ends it; comes back by itself. */
export async function listen(options: StreamOptions): Promise<void> {
  const { signal, state } = options;
  const last = options.last ?? { id: undefined };
  for (let attempt = 0; !signal.aborted;) {
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' };
      if (last.id !== undefined) headers['Last-Event-ID'] = last.id;
      const response = await send(new Request(options.path, { headers, signal, cache: 'no-store' }));
      if (response.status === 401 || response.status === 403 || response.status === 404) return;
      if (response.ok && response.body) {
        state?.(true);
        attempt = 0;
        await readAll(response.body, options, last);
        if (options.once) return;
      }
    } catch {
      // Offline, or the line broke: come back below.
    }
    state?.(false);
    if (signal.aborted) return;
    const wait = WAITS[Math.min(attempt, WAITS.length - 1)] ?? 20_000;
    attempt += 1;
    await pause(wait * (0.75 + Math.random() / 2), signal);
  }
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  options: StreamOptions,
  last: { id: string | undefined },
): Promise<void> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  const parser = new EventParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of parser.push(value)) {
      if (event.id !== undefined) last.id = event.id;
      options.event(event);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
