// The order of a notice, as the interface shows it to the person bound, and asking for it. No session is sent along:
// whoever reads it has no account, and must not be taken for a colleague who has lent him his phone.
import type { Schema } from '@/api/types';
import type { Language } from '@/i18n';

/** What an order asks of the person bound. */
export type Shown = Schema<'NoticeShown'>;

/** What the person bound brings. */
export type Secret = Schema<'NoticeSecretInput'>;

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
