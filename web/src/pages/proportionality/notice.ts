// The order of a notice, as the interface shows it to the person bound, and asking for it. No session is sent along:
// whoever reads it has no account, and must not be taken for a colleague who has lent him his phone.
import type { BothLanguages, Language } from '@/i18n';

export interface Dated {
  due_at: string;
  on: string;
}

export interface Shown {
  good_until_at: string;
  order: {
    disease: string;
    measure: string;
    status: string;
    reason: BothLanguages;
    basis: string;
    edition: string;
    edition_title?: BothLanguages;
    issued_at: string;
    starts_on: string;
    ends_on: string;
    central: boolean;
    days_beyond: number;
    zone: string;
  };
  rule?: {
    id: string;
    title: BothLanguages;
    edition: BothLanguages;
    source: string;
    unconfirmed: boolean;
    basis?: BothLanguages;
    authority?: BothLanguages;
  };
  tests: Dated[];
  checks: Dated[];
  issued_by?: BothLanguages;
  carried_out_by?: BothLanguages;
  objection: {
    until_at?: string;
    decided_by?: BothLanguages;
    made: { at: string; by_notice: boolean; outcome?: string; reason?: string }[];
  };
}

/** What the person bound brings. */
export interface Secret {
  code: string;
  second?: string;
}

export interface Clock {
  now: number;
  drill: boolean;
}

/** A refusal in a sentence; without one the server could not be reached. */
export class Refused extends Error {
  constructor(readonly sentence: string | undefined) {
    super(sentence ?? 'offline');
  }
}

async function ask(path: string, language: Language, body?: unknown): Promise<unknown> {
  let response: Response;
  try {
    // oxlint-disable-next-line no-restricted-globals -- without a session, on purpose
    response = await fetch(`/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'Accept-Language': language,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      credentials: 'omit',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Refused(undefined);
  }
  const answer = (await response.json().catch(() => ({}))) as { detail?: string };
  if (!response.ok) throw new Refused(answer.detail ?? '');
  return answer;
}

export const readNotice = (secret: Secret, language: Language): Promise<Shown> =>
  ask('/notices/read', language, secret) as Promise<Shown>;

export const objectBy = (secret: Secret, grounds: string, language: Language): Promise<unknown> =>
  ask('/notices/object', language, { ...secret, grounds });

/** The clock of the business; that of the phone where the server does not say. */
export async function readClock(language: Language): Promise<Clock> {
  try {
    const status = (await ask('/status', language)) as { now: string; mode: string };
    return { now: Date.parse(status.now), drill: status.mode === 'drill' };
  } catch {
    return { now: Date.now(), drill: false };
  }
}
