// Ids as people paste them.
import { codeOf, oneLine } from '@/parts';

/** An id, with or without dashes, in either case; undefined for what is none. */
export function idIn(text: string): string | undefined {
  const plain = codeOf(oneLine(text)).toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(plain)) return undefined;
  return plain.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
