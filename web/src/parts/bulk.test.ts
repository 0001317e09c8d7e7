import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api';
import { BulkRun, type BulkItem, type BulkOutcome } from './bulk';

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('@/api', async (original) => ({ ...(await original<typeof import('@/api')>()), call }));
afterEach(() => call.mockReset());

const items = (count: number): BulkItem[] =>
  Array.from({ length: count }, (_, at) => ({ id: `r${at}`, path: { id: `r${at}` }, body: {} }));
const receipt = (id: string) => ({
  data: {
    facts: [{ id: `f-${id}`, kind: 'contact_reached', subject: { kind: 'contact', id } }],
    opened: [],
    met: [],
    void: [],
    warnings: [],
  },
});
const keyOf = (at: number): string | undefined =>
  (call.mock.calls[at]?.[2] as { headers: Record<string, string> } | undefined)?.headers['Idempotency-Key'];

describe('a bulk action', () => {
  it('sends each once, with a key of its own, a few at a time', async () => {
    let under = 0;
    let most = 0;
    call.mockImplementation(async (_method, _path, { path }: { path: { id: string } }) => {
      under += 1;
      most = Math.max(most, under);
      await Promise.resolve();
      under -= 1;
      return receipt(path.id);
    });
    const told: BulkOutcome[] = [];
    await new BulkRun('/api/v1/contacts/{id}/reach', items(8)).send(items(8), (outcome) =>
      told.push(outcome),
    );
    expect(told.map(({ id }) => id).sort()).toEqual(items(8).map(({ id }) => id));
    expect(told[0]?.facts).toEqual([{ id: 'f-r0', kind: 'contact_reached' }]);
    expect(new Set(call.mock.calls.map((_, at) => keyOf(at))).size).toBe(8);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('tries again under the same key', async () => {
    call
      .mockRejectedValueOnce(new ApiError({ type: 'ui.offline', detail: '' }))
      .mockResolvedValueOnce(receipt('r0'));
    const run = new BulkRun('/api/v1/contacts/{id}/reach', items(1));
    const told: BulkOutcome[] = [];
    await run.send(run.items, (outcome) => told.push(outcome));
    await run.send(run.items, (outcome) => told.push(outcome));
    expect(told.map(({ problem }) => problem?.type)).toEqual(['ui.offline', undefined]);
    expect(keyOf(0)).toBe(keyOf(1));
  });

  it('goes on after a refusal, and stops when told', async () => {
    const run = new BulkRun('/api/v1/contacts/{id}/reach', items(9));
    const told: BulkOutcome[] = [];
    call.mockImplementation((_method, _path, { path }: { path: { id: string } }) => {
      if (path.id === 'r1')
        return Promise.reject(new ApiError({ type: 'record.not_found', detail: 'no', status: 404 }));
      if (path.id === 'r3') run.stop();
      return Promise.resolve(receipt(path.id));
    });
    await run.send(run.items, (outcome) => told.push(outcome));
    expect(told.find(({ id }) => id === 'r1')?.problem?.type).toBe('record.not_found');
    expect(told.length).toBeLessThan(9);
  });
});
