// Serves dist/ before a server of any build, with the headers of `crates/api/src/console.rs`: walks through a console that
// was just built need no build of the server.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { extname, normalize } from 'node:path';

const dist = new URL('../dist/', import.meta.url);
const KINDS = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

const policy = (nonce) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; ` +
  "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'";

export async function front(server) {
  const target = new URL(server);
  const http = createServer(async (asked, answer) => {
    const path = normalize(new URL(asked.url, server).pathname);
    if (/^\/(api\/|healthz|readyz)/.test(path)) {
      const passed = request(
        {
          host: target.hostname,
          port: target.port,
          path: asked.url,
          method: asked.method,
          headers: asked.headers,
        },
        (from) => {
          answer.writeHead(from.statusCode, from.headers);
          from.pipe(answer);
        },
      );
      passed.on('error', () => answer.destroy());
      answer.on('close', () => passed.destroy());
      asked.pipe(passed);
      return;
    }
    const kind = KINDS[extname(path)];
    if (kind) {
      const file = await readFile(new URL(`.${path}`, dist)).catch(() => null);
      answer.writeHead(file ? 200 : 404, { 'Content-Type': kind, 'X-Content-Type-Options': 'nosniff' });
      answer.end(file ?? '');
      return;
    }
    const nonce = randomBytes(16).toString('hex');
    const page = await readFile(new URL('index.html', dist), 'utf8');
    answer.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy(nonce),
    });
    answer.end(page.replaceAll('__CSP_NONCE__', nonce));
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${http.address().port}`,
    stop: () => http.closeAllConnections() ?? http.close(),
  };
}
