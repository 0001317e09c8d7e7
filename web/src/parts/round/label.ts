// What stands on a tube: whose sample it is, of which disease, how it is tested, when it was taken. It is read by a
// scanner that types, so it holds capital letters and digits alone: no keyboard layout, no lock of capitals and no input
// method changes them for good. It names nobody: of the person it holds the id.
import type { Schema } from '@/api';

type Method = Schema<'TestMethod'>;

export interface TubeLabel {
  person: string;
  disease: string;
  method: Method;
  /** To the minute, in milliseconds. */
  sampledAt: number;
}

const MARK = 'FH1';
/** Crockford's digits: nothing that is taken for something else. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const METHODS: Record<Method, string> = { nat: 'N', antigen: 'A', culture: 'C', serology: 'S' };
const PERSON = 26;
const MINUTES = 6;
const CHECK = 2;
/** Minutes are counted from here. */
const START = Date.UTC(2000, 0, 1);
/** The largest prime that two digits hold. */
const PRIME = 1021n;

function digits(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = (DIGITS[Number(rest & 31n)] ?? '') + text;
  return text;
}

function valueOf(text: string): bigint | undefined {
  let value = 0n;
  for (const letter of text) {
    const plain = letter === 'O' ? '0' : letter === 'I' || letter === 'L' ? '1' : letter;
    const digit = DIGITS.indexOf(plain);
    if (digit < 0) return undefined;
    value = (value << 5n) | BigInt(digit);
  }
  return value;
}

/** A misread or lost letter, or two that changed places, does not pass. */
function checkOf(text: string): string {
  let sum = 0n;
  for (const letter of text) sum = (sum * 37n + BigInt(letter.charCodeAt(0))) % PRIME;
  return digits(sum, CHECK);
}

/** Letters of a disease in capitals; an underscore, which not every keyboard types, as `QX`. */
const spelt = (disease: string) => disease.toUpperCase().replaceAll('Q', 'QQ').replaceAll('_', 'QX');

function unspelt(text: string): string | undefined {
  if (!/^(?:[A-PR-Z0-9]|QQ|QX)+$/.test(text)) return undefined;
  return text.replaceAll(/QQ|QX/g, (pair) => (pair === 'QQ' ? 'Q' : '_')).toLowerCase();
}

/** The text of a label. */
export function labelText({ person, disease, method, sampledAt }: TubeLabel): string {
  const id = digits(BigInt(`0x${person.replaceAll('-', '')}`), PERSON);
  const minutes = digits(BigInt(Math.floor((sampledAt - START) / 60_000)), MINUTES);
  const text = `${MARK}${METHODS[method]}${id}${minutes}${spelt(disease)}`;
  return text + checkOf(text);
}

/** What a label says; undefined for anything else that was scanned. */
export function readLabel(scanned: string): TubeLabel | undefined {
  const text = scanned.toUpperCase();
  const body = text.slice(0, -CHECK);
  if (!text.startsWith(MARK) || checkOf(body) !== text.slice(-CHECK)) return undefined;
  let at = MARK.length;
  const take = (length: number) => body.slice(at, (at += length));
  const letter = take(1);
  const method = (Object.keys(METHODS) as Method[]).find((one) => METHODS[one] === letter);
  const [id, minutes] = [valueOf(take(PERSON)), valueOf(take(MINUTES))];
  const disease = unspelt(body.slice(at));
  if (!method || id === undefined || minutes === undefined || !disease || id >> 128n !== 0n) return undefined;
  const hex = id.toString(16).padStart(32, '0');
  const person = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { person, disease, method, sampledAt: START + Number(minutes) * 60_000 };
}
