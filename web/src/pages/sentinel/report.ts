// A fever as it was entered, as the server wants it: pure functions.
import type { Body } from '@/api';
import { codeOf, halfWidth, numberOf, oneLine } from '@/parts/input';

export type Sex = 'm' | 'f';

/** What the form holds, as it was typed. */
export interface Entered {
  sex?: Sex | undefined;
  age: string;
  temperature: string;
  symptoms: string[];
  name: string;
  phone: string;
  idNumber: string;
  area: string;
  /** How long ago, in minutes, or a moment. */
  ago: string;
  seenAt: string;
  /** That the identity number is known already does not matter: this is somebody else. */
  another?: boolean;
  /** The one who is known by the identity number is the one who came. */
  known?: string;
}

export const EMPTY: Entered = {
  age: '',
  temperature: '',
  symptoms: ['fever'],
  name: '',
  phone: '',
  idNumber: '',
  area: '',
  ago: '0',
  seenAt: '',
};

/** Temperatures under one thumb, and symptoms that are asked about. */
export const TEMPERATURES = ['37.5', '37.8', '38.0', '38.3', '38.5', '39.0', '39.5', '40.0'] as const;
export const SYMPTOMS = [
  'fever',
  'cough',
  'sore_throat',
  'fatigue',
  'headache',
  'muscle_pain',
  'diarrhoea',
  'rash',
  'loss_of_smell',
] as const;
export const AGO = ['0', '15', '60', 'other'] as const;

/** The longest that may be typed, in characters, as the server has it. */
const MAX = { name: 200, phone: 100, idNumber: 40 } as const;
/** Nobody alive was born before. */
const OLDEST = 120;
/** What was seen longer ago is not reported by this form. */
const LATEST_DAYS = 30;

export type Fault =
  | { field: 'temperature'; why: 'range' }
  | { field: 'age'; why: 'range' }
  | { field: 'name' | 'phone'; why: 'long'; count: number; max: number }
  | { field: 'idNumber'; why: 'length' | 'check' | 'day' | 'long' }
  | { field: 'seenAt'; why: 'missing' | 'day' | 'future' | 'old' };

const residentLike = (number: string) => /^\d{16,19}$|^\d{16,18}X$/.test(number);

/**
 * What is wrong with a citizen identity number (GB 11643), so that it is known at the bedside and not hours later. Numbers
 * of other documents are taken as they are; the old form of fifteen digits is left to the server.
 */
export function idNumberFault(text: string, now: number): 'length' | 'check' | 'day' | 'long' | undefined {
  const number = codeOf(text).toUpperCase();
  if (!residentLike(number)) return number.length > MAX.idNumber ? 'long' : undefined;
  if (number.length !== 18) return 'length';
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  if ('10X98765432'[sum % 11] !== number[17]) return 'check';
  const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const date = new Date(`${day}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
  const alive = date.getTime() <= now && new Date(now).getUTCFullYear() - date.getUTCFullYear() <= OLDEST;
  return real && alive ? undefined : 'day';
}

/** Everything that cannot stand. `now` is the time of the business, `instant` turns a time on the wall into one. */
export function faultsOf(entered: Entered, now: number, instant: (wall: string) => string): Fault[] {
  const faults: Fault[] = [];
  const temperature = numberOf(entered.temperature);
  if (
    entered.temperature.trim() !== '' &&
    (temperature === undefined || temperature < 30 || temperature > 45)
  ) {
    faults.push({ field: 'temperature', why: 'range' });
  }
  const age = numberOf(entered.age);
  if (entered.age.trim() !== '' && (age === undefined || age < 0 || age > OLDEST))
    faults.push({ field: 'age', why: 'range' });
  for (const field of ['name', 'phone'] as const) {
    const count = [...oneLine(entered[field])].length;
    if (count > MAX[field]) faults.push({ field, why: 'long', count, max: MAX[field] });
  }
  if (entered.idNumber.trim() !== '') {
    const why = idNumberFault(entered.idNumber, now);
    if (why) faults.push({ field: 'idNumber', why });
  }
  if (entered.ago === 'other') {
    const seen = entered.seenAt === '' ? undefined : Date.parse(instant(entered.seenAt));
    if (seen === undefined) faults.push({ field: 'seenAt', why: 'missing' });
    else if (Number.isNaN(seen)) faults.push({ field: 'seenAt', why: 'day' });
    else if (seen > now + 60_000) faults.push({ field: 'seenAt', why: 'future' });
    else if (seen < now - LATEST_DAYS * 86_400_000) faults.push({ field: 'seenAt', why: 'old' });
  }
  return faults;
}

/** The command; what was not said is not there. `now` as above, for the year of birth. */
export function commandOf(entered: Entered, now: number): Body<'/api/v1/sentinel_reports'> {
  const temperature = numberOf(entered.temperature);
  const age = numberOf(entered.age);
  const idNumber = codeOf(entered.idNumber).toUpperCase();
  const common = {
    symptoms: entered.symptoms,
    ...(temperature === undefined ? {} : { temperature_c: temperature }),
  };
  if (entered.known) return { person: entered.known, ...common };
  const name = oneLine(entered.name);
  // Several numbers may stand in one field: blanks between them stay.
  const phone = oneLine(halfWidth(entered.phone));
  const resident = residentLike(idNumber);
  return {
    new_person: {
      area: entered.area,
      // The number tells both, and must not be contradicted by a year that was reckoned.
      ...(entered.sex && !resident ? { sex: entered.sex } : {}),
      ...(age === undefined || resident
        ? {}
        : { birth_year: new Date(now).getUTCFullYear() - Math.floor(age) }),
      ...(name ? { name } : {}),
      ...(phone ? { phone } : {}),
      ...(idNumber ? { id_number: idNumber } : {}),
      ...(entered.another ? { known_duplicate: true } : {}),
    },
    ...common,
  };
}

/** The form again, of a command that was refused. */
export function enteredOf(body: Body<'/api/v1/sentinel_reports'>, now: number): Entered {
  const person = body.new_person;
  const year = person?.birth_year;
  return {
    ...EMPTY,
    ...(person?.sex ? { sex: person.sex as Sex } : {}),
    age: year ? String(new Date(now).getUTCFullYear() - year) : '',
    temperature: body.temperature_c ? String(body.temperature_c) : '',
    symptoms: body.symptoms ?? [],
    name: person?.name ?? '',
    phone: person?.phone ?? '',
    idNumber: person?.id_number ?? '',
    area: person?.area ?? '',
    // When it was stays as it was recorded.
    ago: '0',
  };
}
