import { describe, expect, it } from 'vitest';
import { exportResult, importResult, later, percentOf, titleOf, type Job } from './job';

const job = (some: Partial<Job>): Job =>
  ({ id: 'j', kind: 'import', state: 'running', done: 0, params: {}, files: [], ...some }) as Job;

describe('a job', () => {
  it.each([
    [{ done: 250, total: 1000 }, 25],
    [{ done: 7 }, undefined],
    [{ done: 7, total: 0 }, undefined],
    [{ done: 12, total: 10 }, 100],
    [{ state: 'done', done: 3 } as const, 100],
  ])('%o is so far: %s', (some, percent) => expect(percentOf(job(some))).toBe(percent));

  it('is shown as it was told last', () => {
    const read = job({ done: 5 });
    expect(later(read, undefined)).toBe(read);
    expect(later(read, job({ done: 9 }))?.done).toBe(9);
    expect(later(read, job({ done: 3 }))).toBe(read);
    expect(later(job({ state: 'done', done: 9 }), job({ done: 10 }))?.state).toBe('done');
    expect(later(read, job({ id: 'other', done: 9 }))).toBe(read);
  });

  it('is called after its list or purpose', () => {
    expect(titleOf(job({ params: { list: 'X', files: [] } }))).toBe('X');
    expect(titleOf(job({ kind: 'export', params: { kinds: ['cases'], purpose: 'review' } }))).toBe('review');
    expect(titleOf(job({ kind: 'other' }))).toBe('');
  });

  it('tells its result only in the shape of its kind', () => {
    expect(importResult(job({ result: { counts: {}, dry_run: true } }))).toMatchObject({
      rejected: [],
      faults: [],
    });
    expect(importResult(job({ kind: 'export', result: { files: [] } }))).toBeUndefined();
    expect(exportResult(job({ kind: 'export', result: { rows: 2, files: [] } }))).toMatchObject({ rows: 2 });
    expect(exportResult(job({ result: null }))).toBeUndefined();
  });
});
