// What is known of somebody who is looked for or taken in. It is kept in memory alone, never in an address.
import { codeOf, oneLine, personWords } from '@/parts';
import type { Schema } from '@/api';

export interface Described {
  words?: string;
  birth_year?: string;
  sex?: 'm' | 'f';
}

export type PersonQuery = Schema<'PersonQuery'>;

/** The query of a search, or nothing where there is nothing to look for. */
export function queryOf(
  { words = '', birth_year, sex }: Described,
  purpose: string,
): PersonQuery | undefined {
  const said = personWords(words);
  if (!said) return undefined;
  const year = codeOf(birth_year ?? '');
  return {
    ...said,
    ...(/^\d{4}$/.test(year) ? { birth_year: Number(year) } : {}),
    ...(sex ? { sex } : {}),
    purpose,
  };
}

/** What of a search fits into the form of a registration. */
export function prefilled({ words = '', birth_year, sex }: Described): Record<string, string> {
  return {
    ...personWords(words),
    ...(birth_year ? { birth_year: codeOf(birth_year) } : {}),
    ...(sex ? { sex } : {}),
  };
}

export interface Registered {
  area: string;
  name?: string;
  id_number?: string;
  phone?: string;
  sex?: 'm' | 'f';
  birth_year?: string;
  birth_date?: string;
  address?: string;
}

/** The command that takes somebody in: what is empty is not said, a citizen's number tells sex and year. */
export function newPerson(values: Registered, knownDuplicate: boolean): Schema<'NewPerson'> {
  const { area, name, id_number, phone, sex, birth_year, birth_date, address } = values;
  const year = codeOf(birth_year ?? '');
  const said = {
    name: oneLine(name ?? ''),
    id_number: codeOf(id_number ?? '').toUpperCase(),
    phone: codeOf(phone ?? ''),
    birth_date: birth_date ?? '',
    address: oneLine(address ?? ''),
  };
  return {
    area,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')),
    ...(sex ? { sex } : {}),
    ...(/^\d{4}$/.test(year) ? { birth_year: Number(year) } : {}),
    ...(knownDuplicate ? { known_duplicate: true } : {}),
  };
}

/** Searches before somebody is taken in: by each of number, phone and name that was given. */
export function checksOf(values: Registered, purpose: string): PersonQuery[] {
  const { id_number, phone, name } = newPerson(values, false);
  const year = codeOf(values.birth_year ?? '');
  const besides = {
    ...(/^\d{4}$/.test(year) ? { birth_year: Number(year) } : {}),
    ...(values.sex ? { sex: values.sex } : {}),
    purpose,
  };
  if (!id_number && !phone && !name) return [];
  return [
    {
      ...(id_number ? { id_number } : {}),
      ...(phone ? { phone } : {}),
      ...(name ? { name } : {}),
      ...besides,
    },
  ];
}
