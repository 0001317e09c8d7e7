// Where Chromium lies: what is named, or what the system has.
import { existsSync } from 'node:fs';

export function browserPath() {
  const known = [
    process.env.FENGHUO_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = known.find((path) => path && existsSync(path));
  if (!found)
    throw new Error('no Chromium; install it (apt-get install chromium) or name it in FENGHUO_CHROMIUM');
  return found;
}

/** Nearest rank: always a time that was measured. */
export function percentile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
