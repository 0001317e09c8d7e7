import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['FENGHUO_ADDRESS'] ?? 'http://127.0.0.1:7140';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  // The server puts a new one into each answer: see crates/api/src/console.rs.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    manifest: true,
    // An inlined picture or font would need `data:` in the content policy of everything else.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': { target: api } }, fs: { allow: ['..'] } },
  preview: { proxy: { '/api': { target: api } } },
  test: {
    environment: 'jsdom',
    setupFiles: ['test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    css: false,
  },
} as Parameters<typeof defineConfig>[0]);
