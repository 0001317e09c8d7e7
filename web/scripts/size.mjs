// What a first load weighs, compressed: the entry with all that it needs, the frame, the language, the page. Printed, and
// held: `node scripts/size.mjs` fails beyond the limits. `--json` prints a line of JSON for each page instead.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALONE, CONSOLE, dist, ENTRY, FIELD, filesOf, FRAMES, LANGUAGES, readManifest } from './parts.mjs';

const KB = 1000;
/** Pages for one hand are loaded on a phone, by a network of the countryside. */
const LIMITS = { alone: 40 * KB, field: 400 * KB, desk: 1200 * KB };

const manifest = readManifest();

function weight(name) {
  const path = fileURLToPath(new URL(name, dist));
  try {
    return statSync(`${path}.br`).size;
  } catch {
    return statSync(path).size;
  }
}

const sum = (keys) => [...filesOf(manifest, keys)].reduce((total, name) => total + weight(name), 0);
const ALWAYS = [ENTRY, CONSOLE, LANGUAGES[0]];

const pages = Object.keys(manifest).filter(
  (key) => key.startsWith('src/pages/') && manifest[key].isDynamicEntry && key !== ALONE,
);
const json = process.argv.includes('--json');
let broken = false;
const line = (what, size, frame) => {
  const limit = LIMITS[frame];
  const over = size > limit;
  broken ||= over;
  if (json) {
    console.log(
      JSON.stringify({ frame, page: what, kb: Math.round(size / KB), limit_kb: limit / KB, met: !over }),
    );
    return;
  }
  console.log(
    `${what.padEnd(44)} ${(size / KB).toFixed(0).padStart(5)} kB of ${limit / KB}${over ? '  TOO MUCH' : ''}`,
  );
};
if (!json) console.log('first load, brotli:');
line(
  ALONE.replace(/^src\/pages\//, ''),
  sum([
    ENTRY,
    ALONE,
    ...['words', 'console-proportionality'].map((name) => `../content/i18n/zh-CN/${name}.ftl?raw`),
  ]),
  'alone',
);
line('log-in', sum([...ALWAYS, 'src/shell/login/LogIn.tsx']), 'field');
for (const key of pages.sort()) {
  const frame = FIELD.test(key) ? 'field' : 'desk';
  // Whoever works without a network has its companion besides.
  const besides = frame === 'field' ? ['src/offline/Companion.tsx'] : [];
  line(key.replace(/^src\/pages\//, ''), sum([...ALWAYS, FRAMES[frame], key, ...besides]), frame);
}
process.exitCode = broken ? 1 : 0;
