// Numbers as people read them.
import { useT, type Language } from '@/i18n';
import { numberText } from './formats';

/** A count with its thousands apart: 1,204. */
export function countText(count: number, language: Language): string {
  return numberText(count, language);
}

/** A count; nothing where there is none. */
export function Count({ of }: { of: number | null | undefined }) {
  const { language } = useT();
  return of === null || of === undefined ? null : <>{countText(of, language)}</>;
}

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** A size of a file: 12 kB, 3.4 MB. */
export function sizeText(bytes: number, language: Language): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const size = bytes / 1000 ** power;
  const digits = power === 0 || size >= 100 ? 0 : 1;
  return `${numberText(size, language, [0, digits])} ${UNITS[power]}`;
}

/** The size of a file. */
export function Size({ bytes }: { bytes: number }) {
  const { language } = useT();
  return <>{sizeText(bytes, language)}</>;
}
