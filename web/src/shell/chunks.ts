// A new version of the server has other pages than the tab that is open: what can no longer be loaded is loaded anew.
const KEY = 'fenghuo.reloaded';

/** Reloads once when a part of the console is no longer there; twice would be a loop. */
export function preferReset(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? '0');
    if (Date.now() - last < 10_000) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    window.location.reload();
  });
}
