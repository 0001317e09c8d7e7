// What walks are made of.
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FluentBundle, FluentResource } from '@fluent/bundle';

const walks = [];
/** Declares a walk; see README.md. */
export function walk(name, options, go) {
  walks.push({ name, options, go });
}
export const allWalks = () => walks;

export const SCREENS = {
  desk: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
  wall: { width: 1920, height: 1080 },
  wall4k: { width: 3840, height: 2160 },
};

const folder = process.env.FENGHUO_SCREENS ?? join(tmpdir(), 'fenghuo-screens');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const i18n = fileURLToPath(new URL('../../content/i18n/', import.meta.url));
function bundleOf(language) {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const names = readdirSync(join(i18n, language)).filter(
    (name) => name === 'words.ftl' || name.startsWith('console'),
  );
  for (const name of names) {
    bundle.addResource(new FluentResource(readFileSync(join(i18n, language, name), 'utf8')));
  }
  return bundle;
}
const bundles = { en: bundleOf('en'), 'zh-CN': bundleOf('zh-CN') };

/** Runs one walk in a window of its own. */
export async function run({ name, options, go }, world) {
  const windows = [];
  const faults = [];
  const windowFor = async (as, screen) => {
    const made = await openWindow({ as, screen, faults, windowFor }, world);
    windows.push(made);
    return made;
  };
  try {
    await go(await windowFor(options.as, options.screen ?? 'desk'));
    if (faults.length > 0) throw new Error(`${name}:\n  ${faults.join('\n  ')}`);
  } catch (error) {
    await mkdir(folder, { recursive: true });
    for (const [at, { page, refused }] of windows.entries()) {
      const mark = at > 0 ? ` ${at + 1}` : '';
      error.message += `\n  at ${page.url()}${refused.map((one) => `\n    ${one}`).join('')}`;
      await page
        .screenshot({ path: join(folder, `FAILED ${name.replaceAll(/[^\w]+/g, '-')}${mark}.png`) })
        .catch(() => undefined);
    }
    if (faults.length > 0) error.message += `\n  seen before: ${faults.join('\n  ')}`;
    throw error;
  } finally {
    for (const { context } of windows) await context.close();
  }
}

/** A browser of somebody's own, and what walks do with it. */
async function openWindow({ as, screen, faults, windowFor }, { browser, address, logins, sessions }) {
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    isMobile: screen === 'phone',
    hasTouch: screen === 'phone',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', (event) => {
      console.error(
        `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`,
      );
    });
  });
  if (as) {
    const token = await tokenOf(as, { address, logins, sessions });
    await context.addInitScript((kept) => {
      // An empty page has no storage.
      if (location.protocol === 'about:' || sessionStorage.getItem('fenghuo.token') !== null) return;
      sessionStorage.setItem('fenghuo.token', kept);
    }, token);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // A refusal that the walk provokes is shown by the browser as well.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== new URL(address).origin)
      faults.push(`foreign host: ${request.url()}`);
  });

  // What was answered with a refusal, or not at all: told when the walk fails.
  const refused = [];
  const told = (request, what) => refused.push(`${request.method()} ${request.url()}: ${what}`);
  page.on('response', (response) => response.ok() || told(response.request(), response.status()));
  page.on('requestfailed', (request) => told(request, request.failure()?.errorText));

  let language = 'en';
  // At rest: no request under way but the stream of events, for a moment.
  const open = new Set();
  page.on('request', (request) => request.url().endsWith('/events') || open.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
  const rest = async () => {
    for (let quiet = 0; quiet < 4; quiet = open.size === 0 ? quiet + 1 : 0) await page.waitForTimeout(50);
    // A page that is still being read and compiled asks for nothing either, but has no heading yet.
    await page.waitForFunction(
      () => document.querySelector('h1') && !document.querySelector('[aria-busy=true], .ant-spin-spinning'),
    );
  };
  const ask = async (path, by, body) => {
    const headers = { Authorization: `Bearer ${await tokenOf(by, { address, logins, sessions })}` };
    if (body) {
      headers['Content-Type'] = 'application/json';
      headers['Idempotency-Key'] = crypto.randomUUID();
    }
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const answer = await fetch(`${address}/api/v1${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
  return {
    page,
    context,
    refused,
    address,
    logins,
    rest,
    t: (id, args) => {
      const pattern = bundles[language].getMessage(id)?.value;
      if (!pattern) throw new Error(`there is no text ${id}`);
      return bundles[language].formatPattern(pattern, args ?? null, []);
    },
    open: async (path) => {
      await page.goto(address + path);
      await rest();
    },
    /** A window of somebody else, with tools of its own; it goes with the walk. */
    another: (login, on = 'desk') => windowFor(login, on),
    /** Gives a command as whoever walks, or as `by`: what a walk begins with. Answers the receipt. */
    post: (path, body, by = as) => ask(path, by, body),
    /** Asks the API as whoever walks, or as `by`. */
    get: (path, by = as) => ask(path, by),
    /**
     * Axe, texts and a screenshot, in both languages unless the page would lose what it shows; `switched` when the page
     * has a switch of its own and the walk has used it.
     */
    look: async (what, { languages = ['zh-CN', 'en'], switched = false } = {}) => {
      for (const one of languages) {
        if (switched) {
          language = one;
          await rest();
        } else if (one !== language || languages.length > 1) {
          await page.evaluate((value) => localStorage.setItem('fenghuo.language', value), one);
          await page.reload();
          language = one;
          await rest();
        }
        await inspect(page, one, `${what}, ${one}`);
        await mkdir(folder, { recursive: true });
        await page.screenshot({ path: join(folder, `${what}.${screen}.${one}.png`), fullPage: false });
      }
    },
  };
}

async function tokenOf(login, { address, logins, sessions }) {
  if (!sessions.has(login)) {
    const known = logins.find((one) => one.login === login);
    if (!known)
      throw new Error(`nobody is called ${login}; there are ${logins.map((one) => one.login).join(', ')}`);
    const answer = await fetch(`${address}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password: known.password }),
    });
    if (!answer.ok) throw new Error(`${login} cannot log in: ${await answer.text()}`);
    sessions.set(login, (await answer.json()).token);
  }
  return sessions.get(login);
}

/** What no page may show. */
async function inspect(page, language, what) {
  const seen = await page.evaluate((chinese) => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement;
      // What people wrote themselves, and names of languages, are in the language that they are in.
      if (around && !around.closest('script, style, noscript, [data-said], [lang]:not(html)'))
        texts.push(node.data);
    }
    return {
      keys: texts.filter((text) => /\bui-[a-z]+-?[a-z-]*\b|\{\s*\$\w+\s*\}/.test(text)),
      foreign: chinese ? [] : texts.filter((text) => /[\u3400-\u9fff]/.test(text)),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      heading: document.querySelectorAll('h1').length,
    };
  }, language === 'zh-CN');
  const wrong = [];
  if (seen.keys.length > 0) wrong.push(`keys without a text: ${seen.keys.join(' | ')}`);
  if (seen.foreign.length > 0) wrong.push(`Chinese in the English page: ${seen.foreign.join(' | ')}`);
  if (seen.wide > 1) wrong.push(`${seen.wide} px wider than its window`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    }),
  );
  for (const { id, impact, help, nodes } of violations) {
    if (impact !== 'serious' && impact !== 'critical') continue;
    const where = nodes
      .slice(0, 3)
      .map((node) => `${node.html.slice(0, 160)} (${node.failureSummary?.split('\n')[1]?.trim() ?? ''})`);
    wrong.push(`axe ${id}: ${help}\n    ${where.join('\n    ')}`);
  }
  if (wrong.length > 0) throw new Error(`${what}: ${wrong.join('\n  ')}`);
}
