// How smoothly the exposure graph draws: median and p95 of the time from frame to frame while it is panned, with all
// links, at 1280x720 in headless Chromium without a graphics chip. A line of JSON for each view; `cargo xtask bench console`
// calls it.
//
//   node bench/graph.mjs [--cases 5000] [--contacts 20000] [--frames 180] [--picture <folder>]
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { browserPath } from './chromium.mjs';

/** What a frame may take here; on an integrated chip it is a third of it. */
const LIMIT = 100;
const WIDTH = 1280;
const HEIGHT = 720;
const KINDS = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    contacts: { type: 'string', default: '20000' },
    frames: { type: 'string', default: '180' },
    picture: { type: 'string' },
  },
});
const [cases, contacts, frames] = [values.cases, values.contacts, values.frames].map(Number);

const web = fileURLToPath(new URL('..', import.meta.url));
const dist = await mkdtemp(join(tmpdir(), 'fenghuo-graph-'));
await build({
  root: join(web, 'bench'),
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: { '@': join(web, 'src') } },
  build: {
    target: 'es2022',
    outDir: dist,
    emptyOutDir: true,
    rolldownOptions: { input: join(web, 'bench/graph.html') },
  },
});
const server = createServer(async (request, response) => {
  const name = new URL(request.url ?? '/', 'http://x').pathname;
  try {
    const file = await readFile(join(dist, name));
    response.setHeader('Content-Type', KINDS[name.split('.').at(-1)] ?? 'application/octet-stream');
    response.end(file);
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const launched = await chromium.launchServer({
  executablePath: browserPath(),
  args: [
    '--no-sandbox',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
  ],
});
const browser = await chromium.connect(launched.wsEndpoint());

/** Processor time that the browser with all its processes has used, in milliseconds: says what other work hides. */
async function processorTime() {
  const of = new Map();
  for (const name of await readdir('/proc').catch(() => [])) {
    const text = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const [, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (parent) of.set(Number(name), { parent: Number(parent), ticks: Number(rest[9]) + Number(rest[10]) });
  }
  const ours = (pid) => pid === launched.process().pid || (of.has(pid) && ours(of.get(pid).parent));
  return [...of].reduce((sum, [pid, { ticks }]) => sum + (ours(pid) ? ticks * 10 : 0), 0);
}
try {
  for (const [kind, ratio] of [
    ['generation', 1],
    ['generation', 0.2],
    ['time', 1],
    ['time', 0.2],
  ]) {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(`http://127.0.0.1:${port}/graph.html`);
    await page.waitForFunction(() => typeof window.pan === 'function');
    const drawn = await page.evaluate(([...args]) => window.draw(...args), [cases, contacts, kind]);
    const before = await processorTime();
    const panned = await page.evaluate(([...args]) => window.pan(...args), [ratio, frames]);
    const used = (await processorTime()) - before;
    if (values.picture) await page.screenshot({ path: join(values.picture, `graph-${kind}-${ratio}.png`) });
    const view = ratio === 1 ? 'all of it in view' : 'a fifth of its width in view';
    console.log(
      JSON.stringify({
        what: `frame while panning, by ${kind}, ${view}`,
        count: frames,
        p50_ms: panned.median_ms,
        p95_ms: panned.p95_ms,
        target: `p95 ≤ ${LIMIT} ms`,
        met: panned.p95_ms <= LIMIT,
        note:
          `${drawn.nodes} nodes, ${drawn.links} links; worst ${panned.worst_ms} ms, ` +
          `${Math.round(used / panned.frames)} ms of processor time a frame, ` +
          `first frame after ${drawn.first_frame_ms} ms`,
      }),
    );
    await page.close();
  }
} finally {
  await browser.close();
  await launched.close();
  server.close();
  await rm(dist, { recursive: true, force: true });
}
