import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useCommand } from './commands';
import { onReceipt } from './receipts';

const answers = vi.fn<(request: Request) => Promise<Response>>();
const receipt = { facts: [], opened: [], met: [], void: [], warnings: [] };

beforeEach(() => {
  answers.mockReset();
  vi.stubGlobal('fetch', answers);
});

function command(address = '/') {
  const queries = new QueryClient();
  return renderHook(() => useCommand('/api/v1/cases/{id}/classify'), {
    wrapper: ({ children }) => (
      <MemoryRouter initialEntries={[address]}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </MemoryRouter>
    ),
  }).result;
}

const given = {
  path: { id: '1' },
  body: { classification: 'probable' as const, reason: 'seen' },
  version: '7',
};
const keys = () => answers.mock.calls.map(([request]) => request.headers.get('Idempotency-Key'));

describe('a command', () => {
  it('is sent once for a double click, with the version that was read', async () => {
    answers.mockResolvedValue(Response.json(receipt));
    const result = command();
    await act(async () => {
      await Promise.all([result.current.run(given), result.current.run(given)]);
    });
    expect(answers).toHaveBeenCalledTimes(1);
    const [request] = answers.mock.calls[0] ?? [];
    expect(request?.headers.get('If-Match')).toBe('"7"');
    expect(request?.url).toMatch(/\/api\/v1\/cases\/1\/classify$/);
    await expect(request?.json()).resolves.toEqual(given.body);
  });

  it('keeps its key when it is tried again after the line broke', async () => {
    answers.mockRejectedValueOnce(new TypeError('broken')).mockResolvedValueOnce(Response.json(receipt));
    const result = command();
    await act(async () => void (await result.current.run(given)));
    expect(result.current.problem?.type).toBe('ui.offline');
    await act(async () => void (await result.current.run(given)));
    expect(result.current.problem).toBeNull();
    expect(new Set(keys()).size).toBe(1);
  });

  it('takes another key for another body, and after a form was opened anew', async () => {
    answers.mockImplementation(() => Promise.resolve(Response.json(receipt)));
    const result = command();
    await act(async () => void (await result.current.run(given)));
    await act(
      async () => void (await result.current.run({ ...given, body: { ...given.body, reason: 'heard' } })),
    );
    act(() => result.current.renew());
    await act(
      async () => void (await result.current.run({ ...given, body: { ...given.body, reason: 'heard' } })),
    );
    expect(new Set(keys()).size).toBe(3);
  });

  it('is not sent while the past is looked at', async () => {
    const result = command('/?as_of=2022-07-01T00:00:00Z');
    expect(result.current.barred).toBe(true);
    await act(async () => void (await result.current.run(given)));
    expect(answers).not.toHaveBeenCalled();
  });

  it('shows a refusal at its field, and tells what a receipt warns of', async () => {
    const refusal = {
      type: 'value.missing',
      title: '',
      status: 400,
      detail: 'A reason, please.',
      args: {},
      at: { field: 'reason' },
    };
    answers.mockResolvedValueOnce(new Response(JSON.stringify(refusal), { status: 400 }));
    const result = command();
    await act(async () => void (await result.current.run(given)));
    expect(result.current.field('reason')).toEqual({ validateStatus: 'error', help: 'A reason, please.' });
    expect(result.current.field('classification')).toEqual({});

    const heard = vi.fn();
    const stop = onReceipt(heard);
    answers.mockResolvedValueOnce(Response.json(receipt));
    await act(async () => void (await result.current.run(given)));
    expect(heard).toHaveBeenCalledWith(receipt);
    stop();
  });
});
