// The server that is walked through: the drill of the demo in a temporary folder.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const places = [process.env.FENGHUO_BIN, join(target, 'release/fenghuo'), join(target, 'debug/fenghuo')];
  return places.find((place) => place && existsSync(place));
}

/** Starts it; resolves when it serves, with its address and its logins. */
export async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'fenghuo-e2e-'));
  const child = spawn(binary(), ['--json', 'demo', '--data', folder, '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let logins = [];
  const address = await new Promise((resolve, reject) => {
    void ended.then((code) => reject(new Error(`the server ended with ${code} before it served`)));
    let text = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      // Documents are written over several lines, one after the other.
      text = line.startsWith('{') ? line : text + line;
      if (!line.startsWith('}') && !/^\{.*\}$/.test(line)) return;
      const said = JSON.parse(text);
      logins = said.logins ?? logins;
      if (said.address) resolve(said.address);
    });
  });
  return { address, logins, stop };
}
