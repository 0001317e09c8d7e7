import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { currentSession, enter, out, type Me } from '@/session/store';
import { call } from './client';
import { ApiError } from './problem';

const me = { user: 'u1', login: 'cdc', display_name: 'cdc', grants: [], actions: [] } as unknown as Me;
const problem = (status: number, type: string) =>
  new Response(JSON.stringify({ type, title: '', status, detail: 'said', args: {}, reference: 'r' }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
const answers = vi.fn<(request: Request) => Promise<Response>>();

beforeEach(() => {
  vi.stubGlobal('fetch', answers);
  answers.mockReset();
  enter(me, { token: 'old', expiresAt: null });
});
afterEach(() => {
  out();
  vi.unstubAllGlobals();
});

describe('a request', () => {
  const post = () =>
    call('post', '/api/v1/cases/{id}/report', {
      path: { id: '1' },
      body: {},
      headers: { 'Idempotency-Key': 'k1' },
    });

  it('waits for a new log-in and is then sent again as it was', async () => {
    answers
      .mockResolvedValueOnce(problem(401, 'access.unauthenticated'))
      .mockResolvedValueOnce(Response.json({ facts: [] }));
    const answer = post();
    await vi.waitFor(() => expect(currentSession()).toMatchObject({ state: 'in', expired: true }));
    enter(me, { token: 'new', expiresAt: null });
    await expect(answer).resolves.toMatchObject({ data: { facts: [] } });
    const sent = answers.mock.calls.map(([request]) => request.headers);
    expect(sent.map((headers) => headers.get('Authorization'))).toEqual(['Bearer old', 'Bearer new']);
    expect(sent.map((headers) => headers.get('Idempotency-Key'))).toEqual(['k1', 'k1']);
    expect(currentSession()).toMatchObject({ expired: false });
  });

  it('is refused when nobody logs in again', async () => {
    answers.mockResolvedValueOnce(problem(401, 'access.unauthenticated'));
    const answer = post();
    await vi.waitFor(() => expect(currentSession()).toMatchObject({ expired: true }));
    out('ended');
    await expect(answer).rejects.toMatchObject({ type: 'access.unauthenticated' });
  });

  it('asks for no log-in when a password was wrong', async () => {
    answers.mockResolvedValueOnce(problem(401, 'access.wrong_password'));
    await expect(post()).rejects.toBeInstanceOf(ApiError);
    expect(currentSession()).toMatchObject({ expired: false });
  });

  it('says so when it does not arrive', async () => {
    answers.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(post()).rejects.toMatchObject({ type: 'ui.offline', passing: true });
  });

  it('says which field is at fault', async () => {
    const document = {
      type: 'value.missing',
      title: '',
      status: 400,
      detail: 'reason is missing',
      args: { field: 'reason' },
      at: { field: 'reason' },
    };
    answers.mockResolvedValueOnce(new Response(JSON.stringify(document), { status: 400 }));
    const refused = (await post().catch((error: unknown) => error)) as ApiError;
    expect(refused.about('reason')).toEqual(['reason is missing']);
    expect(refused.about('name')).toEqual([]);
  });
});
