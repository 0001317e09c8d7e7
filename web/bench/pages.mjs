// How soon boards and lists can be worked with on the data of a province: from the click on an address until first rows or
// numbers are there and nothing is loading any more. A line of JSON for each page; `cargo xtask bench console` calls it.
//
//   node bench/pages.mjs --server <fenghuo> --data <folder> --commander <login> --epidemiologist <login> --password <word>
//                        [--loads 25]
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserPath, percentile } from './chromium.mjs';

/** By when nine loads of ten and a half must be usable, in milliseconds. */
const LIMIT = 1000;
const WARM_UP = 2;
/** Longest wait for a page, in milliseconds: beyond it something is broken. */
const PATIENCE = 60_000;

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    data: { type: 'string' },
    commander: { type: 'string' },
    epidemiologist: { type: 'string' },
    password: { type: 'string' },
    loads: { type: 'string', default: '25' },
  },
});
const loads = Number(values.loads);

const ROWS = 'main tbody tr';
const PAGES = [
  {
    what: 'situation board',
    path: '/situation',
    as: 'commander',
    ready: 'main a[href*="/situation/records/"]',
  },
  { what: 'obligations board', path: '/obligations?whose=area', as: 'epidemiologist', ready: ROWS },
  { what: 'case list', path: '/cases', as: 'epidemiologist', ready: ROWS },
  { what: 'contact list', path: '/contacts', as: 'epidemiologist', ready: ROWS },
  { what: 'order list', path: '/orders', as: 'epidemiologist', ready: ROWS },
  // Persons are never listed: somebody is looked for, and those who may be meant are the rows.
  { what: 'search for a person, ready to type', path: '/persons', as: 'epidemiologist', ready: '#words' },
  {
    what: 'person list: those found by a telephone number',
    path: '/persons',
    as: 'epidemiologist',
    ready: '#words',
    search: (n) => `138${String((n * 37) % 1000).padStart(8, '0')}`,
  },
];

/** Serves the installation; answers its address and how to stop it. */
async function serve() {
  const words = ['--json', 'serve', '--data', values.data, '--listen', '127.0.0.1:0'];
  // Each request in the log would be work that a terminal asks for.
  const env = { ...process.env, FENGHUO_LOG: 'warn' };
  const child = spawn(values.server, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    void ended.then((code) => reject(new Error(`the server ended with ${code} before it served`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"address"')) resolve(JSON.parse(line).address);
    });
  });
  return { address, stop: () => child.kill('SIGTERM') && ended };
}

async function logIn(address, login) {
  const answer = await fetch(`${address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login, password: values.password }),
  });
  if (!answer.ok) throw new Error(`${login} cannot log in: ${await answer.text()}`);
  return (await answer.json()).token;
}

/** In the page: the time, from the beginning of the navigation, of the frame in which it can be worked with. */
function watch({ token, ready }) {
  if (location.protocol === 'about:') return;
  sessionStorage.setItem('fenghuo.token', token);
  const busy = '[aria-busy=true], .ant-spin-spinning, .ant-skeleton';
  const usable = () => document.querySelector(ready) && !document.querySelector(busy);
  window.usableAt = new Promise((resolve) => {
    const look = () => (usable() ? resolve(performance.now()) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
}

/** In the page: types and searches; answers the time until the first of those found is there. */
async function search({ word, rows }) {
  const field = document.querySelector('#words');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, word);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const begun = performance.now();
  field.form.requestSubmit();
  return new Promise((resolve, reject) => {
    const look = () => {
      if (document.querySelector(rows)) resolve(performance.now() - begun);
      else if (document.querySelector('main .ant-alert-error')) reject(new Error('the search was refused'));
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** One load in a context; answers its time in milliseconds. */
async function load(context, address, one, n) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const open = new Set();
  page.on('request', (request) => request.url().endsWith('/events') || open.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
  await page.goto(address + one.path, { waitUntil: 'commit' });
  let time = await withinPatience(
    one,
    page.evaluate(() => window.usableAt),
  );
  if (one.search)
    time = await withinPatience(one, page.evaluate(search, { word: one.search(n), rows: ROWS }));
  // What it asks for besides must not slow the next one down.
  while (open.size > 0) await page.waitForTimeout(20);
  await page.close();
  return time;
}

async function withinPatience({ what }, asked) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after a minute`)), PATIENCE);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function contextOf(browser, token, ready) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // The companion of phones would keep files after the first load, and be busy with that during the next ones.
    serviceWorkers: 'block',
  });
  await context.addInitScript(watch, { token, ready });
  return context;
}

function tell(what, times, note) {
  const [p50, p95] = [0.5, 0.95].map((share) => Math.round(percentile(times, share)));
  const row = { what, count: times.length, p50_ms: p50, p95_ms: p95 };
  console.log(JSON.stringify({ ...row, target: `p95 ≤ ${LIMIT} ms`, met: p95 <= LIMIT, note }));
}

const server = await serve();
const browser = await chromium.launch({
  executablePath: browserPath(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const tokens = {};
  for (const role of ['commander', 'epidemiologist'])
    tokens[role] = await logIn(server.address, values[role]);
  for (const one of PAGES) {
    const fresh = () => contextOf(browser, tokens[one.as], one.ready);
    const known = await fresh();
    for (let n = 0; n < WARM_UP; n += 1) await load(known, server.address, one, n);
    const again = [];
    for (let n = 0; n < loads; n += 1) again.push(await load(known, server.address, one, n + WARM_UP));
    await known.close();
    if (one.search) {
      tell(one.what, again, 'from the click until the first row');
      continue;
    }
    tell(one.what, again, 'its files are known to the browser');
    const first = [];
    for (let n = 0; n < loads; n += 1) {
      const context = await fresh();
      first.push(await load(context, server.address, one, n));
      await context.close();
    }
    tell(`${one.what}, first visit`, first, 'an empty browser: files are fetched and compiled as well');
  }
} finally {
  await browser.close();
  await server.stop();
}
