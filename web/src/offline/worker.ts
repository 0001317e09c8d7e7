// The service worker: it keeps the pages for one hand on the device and opens them where there is no network. It is built
// by `scripts/worker.mjs`, which fills in what there is to keep. It never touches the API: what it says is true or is not
// there at all. It answers from what it keeps only
//   - a file that it keeps: those have names that change with what they hold, so they are never out of date;
//   - the page itself, for addresses of these pages, when the server does not answer in time.

/** Filled in when it is built. */
declare const FILES: readonly string[];
declare const VERSION: string;

const PREFIX = 'fenghuo-pages-';
/** The page under which all addresses of the console are served. */
const PAGE = '/';
/** How long the server is waited for before the page that is kept is shown, in milliseconds. */
const PATIENCE = 4_000;

/** Addresses that open without a network. */
const PATHS = ['/', '/field', '/sentinel', '/samples/take'];

export const opensWithout = (path: string): boolean =>
  PATHS.some((known) => path === known || (known !== '/' && path.startsWith(`${known}/`)));

/** Of the versions that were kept, those that may go: a tab may still show the one before. */
export function outdated(names: readonly string[], current: string): string[] {
  const ours = names.filter((name) => name.startsWith(PREFIX) && name !== current);
  return ours.slice(0, -1);
}

/** What of a service worker is needed here; the types of the browser's window know none. */
interface Lasting extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}
interface Fetching extends Event {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}
interface Scope extends EventTarget {
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  location: Location;
}

function begin(worker: Scope): void {
  const current = PREFIX + VERSION;
  const on = <E extends Event>(name: string, run: (event: E) => void) =>
    worker.addEventListener(name, (event) => run(event as E));

  on<Lasting>('install', (event) => {
    const all = FILES.map((name) => new Request(name, { cache: 'no-cache' }));
    event.waitUntil(
      caches
        .open(current)
        .then((cache) => cache.addAll(all))
        .then(() => worker.skipWaiting()),
    );
  });

  on<Lasting>('activate', (event) => {
    const tidied = caches
      .keys()
      .then((names) => Promise.all(outdated(names, current).map((name) => caches.delete(name))));
    event.waitUntil(tidied.then(() => worker.clients.claim()));
  });

  on<Fetching>('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/'))
      return;
    if (request.mode === 'navigate') {
      if (opensWithout(url.pathname)) event.respondWith(page(request, current));
      return;
    }
    if (url.pathname.startsWith('/assets/') || FILES.includes(url.pathname))
      event.respondWith(file(request, current));
  });
}

/** The network as it is: what carries a session goes by `@/api`, and never comes here. */
const network = (request: Request) => globalThis.fetch(request);

async function page(request: Request, current: string): Promise<Response> {
  const kept = async () => (await caches.open(current)).match(PAGE, { ignoreVary: true });
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE));
  const asked = network(request);
  try {
    const answer = await Promise.race([asked, late]);
    if (answer && answer.status < 500) return answer;
  } catch {
    // No network.
  }
  return (await kept()) ?? asked;
}

async function file(request: Request, current: string): Promise<Response> {
  const cache = await caches.open(current);
  const known =
    (await cache.match(request, { ignoreVary: true })) ?? (await caches.match(request, { ignoreVary: true }));
  return known ?? network(request);
}

if (typeof FILES !== 'undefined') begin(globalThis as unknown as Scope);
