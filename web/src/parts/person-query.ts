// What somebody typed to find a person: a name, an identity number or a phone number.
import { codeOf, oneLine } from './input';

export interface PersonWords {
  name?: string;
  id_number?: string;
  phone?: string;
}

/** Reads what was typed; nothing where there is nothing to look for. */
export function personWords(text: string): PersonWords | undefined {
  const code = codeOf(text).toUpperCase();
  if (/^(\d{17}[\dX]|\d{15})$/.test(code)) return { id_number: code };
  if (/^\+?\d{7,14}$/.test(code)) return { phone: code };
  const name = oneLine(text);
  return name ? { name } : undefined;
}
