// Beside each file of dist/ its compressed forms, made once here instead of with every answer of the server. A file that
// does not get smaller has none.
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const PACKED = /\.(js|css|svg|json|webmanifest|txt)$/;

for (const name of await readdir(dist, { recursive: true })) {
  const path = join(dist, name);
  // The page gets a nonce with each answer, so it is compressed by nobody; the manifest is for our own tools.
  if (!PACKED.test(name) || name.startsWith('.vite') || !(await stat(path)).isFile()) continue;
  const plain = await readFile(path);
  const forms = {
    '.br': brotliCompressSync(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }),
    '.gz': gzipSync(plain, { level: 9 }),
  };
  for (const [ending, packed] of Object.entries(forms)) {
    if (packed.length < plain.length * 0.95) await writeFile(path + ending, packed);
  }
}
