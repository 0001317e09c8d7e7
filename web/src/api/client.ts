// Requests: they carry the session and the language, wait for a new log-in where the session has ended, and throw
// refusals.
import createClient from 'openapi-fetch';
import { currentLanguage } from '@/i18n/language';
import { expired } from '@/session/store';
import { token } from '@/session/token';
import { ApiError, asApiError, offline, type ProblemDocument } from './problem';
import type { paths } from './types';

/** Told of each answer: whether the server can be reached, and whether it is a drill. */
type Watcher = (reached: boolean) => void;
const watchers = new Set<Watcher>();
export function watchReach(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
const tell = (reached: boolean) => watchers.forEach((watcher) => watcher(reached));

/** Sends a request once, with the session as it is: whoever asks sees to what a session that has ended means. */
export async function attempt(request: Request): Promise<Response> {
  const used = token();
  if (used) request.headers.set('Authorization', `Bearer ${used}`);
  request.headers.set('Accept-Language', currentLanguage());
  try {
    // oxlint-disable-next-line no-restricted-globals -- the one place
    const response = await fetch(request);
    tell(true);
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    tell(false);
    throw offline(error);
  }
}

/** Sends a request with the session; a session that has ended is renewed in place and the request repeated as it was. */
export async function send(request: Request): Promise<Response> {
  for (;;) {
    const used = token();
    const response = await attempt(request.clone());
    if (response.status !== 401 || !used) return response;
    const problem = await problemOf(response.clone());
    if (problem.type !== 'access.unauthenticated' || !(await expired(used))) return response;
  }
}

/** The refusal in an answer. */
export async function problemOf(response: Response): Promise<ApiError> {
  try {
    const document = (await response.json()) as ProblemDocument;
    return new ApiError({ ...document, status: response.status });
  } catch (error) {
    return new ApiError({ type: 'ui.unreadable', detail: '', status: response.status }, { cause: error });
  }
}

const client = createClient<paths>({ baseUrl: window.location.origin, fetch: send });

export interface Asked {
  path?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
}

/** Calls an operation; the typed hooks stand in front of it. Throws `ApiError`. */
export async function call(
  method: 'get' | 'post',
  path: string,
  asked: Asked,
): Promise<{ data: unknown; etag: string | null }> {
  const init = {
    params: { path: asked.path, query: asked.query },
    body: asked.body,
    headers: asked.headers,
    signal: asked.signal,
  };
  const { data, error, response } = await client.request(method, path as never, init as never);
  if (error !== undefined || !response.ok) {
    const problem = error as ProblemDocument | undefined;
    if (problem?.type) throw new ApiError({ ...problem, status: response.status });
    throw asApiError(new ApiError({ type: 'ui.unreadable', detail: '', status: response.status }));
  }
  return { data, etag: response.headers.get('ETag') };
}
