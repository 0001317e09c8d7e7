// What the pages of dist/ are made of, from Vite's manifest.
import { readFileSync } from 'node:fs';

export const dist = new URL('../dist/', import.meta.url);

/** Pages for one hand: they are light, and open without a network. */
export const FIELD = /^src\/pages\/(field|sentinel)\/|^src\/pages\/testing\/Take\.tsx$/;

/** What every page needs: the entry, and the language, which is one of these. */
export const ENTRY = 'index.html';
/** The console itself, and the page for the person concerned, which has nothing of it. */
export const CONSOLE = 'src/console.tsx';
export const ALONE = 'src/pages/proportionality/alone.ts';
export const LANGUAGES = ['src/i18n/zh-CN.ts', 'src/i18n/en.ts'];
export const FRAMES = { desk: 'src/shell/frames/Desk.tsx', field: 'src/shell/frames/Field.tsx' };

export const readManifest = () => JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** Chunks with all that they import at once, scripts and styles; with `later` also what the chosen ones may load. */
export function filesOf(manifest, keys, later = () => false) {
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
    if (later(key)) todo.push(...(chunk.dynamicImports ?? []));
  }
  return files;
}
