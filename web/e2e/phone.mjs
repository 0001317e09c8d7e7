// A phone without a network, and what lies on it.

/** The pages are kept: from here on they open without a network. */
export async function kept(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const [name] = (await caches.keys()).filter((one) => one.startsWith('fenghuo-pages-'));
    if (!name) throw new Error('nothing is kept');
  });
}

/** Everything that lies on the phone, as text: addresses of what is kept, rows, preferences. */
export function onThePhone(page) {
  return page.evaluate(async () => {
    const done = (asked) =>
      new Promise((resolve, reject) => {
        asked.addEventListener('success', () => resolve(asked.result));
        asked.addEventListener('error', () => reject(asked.error));
      });
    const decoder = new TextDecoder('utf-8');
    const flat = (value) => {
      if (value instanceof Uint8Array) return decoder.decode(value);
      if (value && typeof value === 'object') return Object.values(value).map(flat).join(' ');
      return String(value);
    };
    const texts = [JSON.stringify(localStorage)];
    const database = await done(indexedDB.open('fenghuo'));
    for (const name of database.objectStoreNames) {
      const rows = await done(database.transaction(name).objectStore(name).getAll());
      texts.push(...rows.map(flat));
    }
    database.close();
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) texts.push(request.url);
    }
    return texts.join('\n');
  });
}

/** Counts commands by their keys as they leave the page. */
export function sentBy(page, path) {
  const sent = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith(path)) return;
    sent.push({ key: request.headers()['idempotency-key'], body: JSON.parse(request.postData() ?? '{}') });
  });
  return sent;
}

/** Sets the clock of the phone, and lets it run on. */
export async function setClock(context, milliseconds) {
  await context.addInitScript((by) => {
    const real = Date;
    // eslint-disable-next-line no-global-assign
    globalThis.Date = class extends real {
      constructor(...given) {
        super(...(given.length === 0 ? [real.now() + by] : given));
      }
      static now() {
        return real.now() + by;
      }
    };
  }, milliseconds);
}
