// What a first load weighs, compressed: the entry with all that it needs, the frame, the language, the page. Printed, and
// held: `node scripts/size.mjs` fails beyond the limits.
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const KB = 1000;
/** Pages for one hand are loaded on a phone, by a network of the countryside. */
const LIMITS = { field: 400 * KB, desk: 1200 * KB };

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** A chunk with all that it imports at once, scripts and styles. */
function filesOf(keys) {
  const files = new Set();
  const seen = new Set();
  const todo = [...keys];
  while (todo.length > 0) {
    const key = todo.pop();
    if (seen.has(key)) continue;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`dist has no ${key}; has it been renamed?`);
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    todo.push(...(chunk.imports ?? []));
  }
  return files;
}

function weight(name) {
  const path = fileURLToPath(new URL(name, dist));
  try {
    return statSync(`${path}.br`).size;
  } catch {
    return statSync(path).size;
  }
}

const sum = (keys) => [...filesOf(keys)].reduce((total, name) => total + weight(name), 0);
const ALWAYS = ['index.html', 'src/i18n/zh-CN.ts'];
const FRAMES = { desk: 'src/shell/frames/Desk.tsx', field: 'src/shell/frames/Field.tsx' };
/** Rooms whose pages are for one hand. */
const ONE_HAND = new Set(['field', 'sentinel']);
const ROOM = /^src\/pages\/([^/]+)\//;

const pages = Object.keys(manifest).filter((key) => ROOM.test(key) && manifest[key].isDynamicEntry);
let broken = false;
const line = (what, size, limit) => {
  const over = size > limit;
  broken ||= over;
  console.log(
    `${what.padEnd(44)} ${(size / KB).toFixed(0).padStart(5)} kB of ${limit / KB}${over ? '  TOO MUCH' : ''}`,
  );
};
console.log('first load, brotli:');
line('log-in', sum([...ALWAYS, 'src/shell/login/LogIn.tsx']), LIMITS.field);
for (const key of pages.sort()) {
  const frame = ONE_HAND.has(ROOM.exec(key)[1]) ? 'field' : 'desk';
  line(key.replace(/^src\/pages\//, ''), sum([...ALWAYS, FRAMES[frame], key]), LIMITS[frame]);
}
process.exitCode = broken ? 1 : 0;
