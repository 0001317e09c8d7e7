import type { Way } from './way';

const found = import.meta.glob<{ default: Way }>('./ways/*.tsx', { eager: true });

/** All other ways to log in, as their files are found. */
export const ways: readonly Way[] = Object.values(found).map((module) => module.default);
