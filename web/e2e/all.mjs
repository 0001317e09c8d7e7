// All walks, one after the other, on one server.
import { existsSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { front } from './front.mjs';
import { binary, start } from './server.mjs';
import { allWalks, run } from './support.mjs';

const browserPath = [
  process.env.FENGHUO_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));
const missing = !browserPath
  ? 'no Chromium'
  : !binary()
    ? 'no server; build it with --features console'
    : null;

if (missing) {
  console.log(`not run: walks through the console (${missing})`);
  if (process.env.CI === 'true') process.exitCode = 1;
} else {
  const only = process.argv[2] ?? '';
  for (const name of readdirSync(new URL('walks/', import.meta.url)).sort()) {
    if (name.endsWith('.mjs') && name.includes(only)) await import(`./walks/${name}`);
  }
  const world = { sessions: new Map() };
  let server;
  let ahead;
  before(async () => {
    server = await start();
    world.browser = await chromium.launch({
      executablePath: browserPath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    ahead = process.env.FENGHUO_FRONT ? await front(server.address) : undefined;
    world.address = ahead?.address ?? server.address;
    world.logins = server.logins;
  });
  after(async () => {
    await world.browser?.close();
    ahead?.stop();
    await server?.stop();
  });
  for (const one of allWalks())
    test(one.name, { timeout: one.options.lasts ?? 120_000 }, () => run(one, world));
}
