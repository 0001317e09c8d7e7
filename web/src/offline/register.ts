// The service worker: it keeps the pages for one hand on this device, so that they open without a network.
const WORKER = '/sw.js';

/** Keeps the pages from now on; nothing where the browser cannot, or at an address without HTTPS. */
export function keepPages(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(WORKER).catch(() => {
    // The pages work without it as long as there is a network.
  });
}
