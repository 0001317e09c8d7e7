// Builds the service worker into dist/sw.js, with the list of what it keeps: the pages for one hand in both languages,
// with everything that they may load, and the log-in.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { CONSOLE, dist, ENTRY, FIELD, filesOf, FRAMES, LANGUAGES, readManifest } from './parts.mjs';

const manifest = readManifest();
const LATER = /^src\/(offline|shell\/login)\//;
const keys = Object.keys(manifest).filter(
  (key) => manifest[key].isDynamicEntry && (FIELD.test(key) || LATER.test(key)),
);
const wanted = [ENTRY, CONSOLE, ...LANGUAGES, FRAMES.field, ...keys];
const assets = filesOf(manifest, wanted, (key) => FIELD.test(key) || key.startsWith('src/parts/'));
// The shell loads these only when asked, on desks; what the field never shows is not kept.
const files = [...assets, 'mark.svg', 'console.webmanifest', 'icon-192.png']
  .filter((name) => name !== ENTRY)
  .sort();

const hash = createHash('sha256');
for (const name of [ENTRY, ...files]) hash.update(name).update(readFileSync(new URL(name, dist)));

await build({
  configFile: false,
  logLevel: 'warn',
  root: fileURLToPath(new URL('..', import.meta.url)),
  define: {
    FILES: JSON.stringify(['/', ...files.map((name) => `/${name}`)]),
    VERSION: JSON.stringify(hash.digest('hex').slice(0, 16)),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2022',
    lib: { entry: 'src/offline/worker.ts', name: 'worker', formats: ['iife'], fileName: () => 'sw.js' },
  },
});
