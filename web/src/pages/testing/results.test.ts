import { describe, expect, it } from 'vitest';
import type { Entry } from '@/offline';
import { bodyOf, faultOf, recordedBefore, sameSample, type Row } from './results';

const NOW = Date.parse('2022-07-03T04:00:00Z');
const row = (change: Partial<Row> = {}): Row => ({
  key: '1',
  person: 'p1',
  disease: 'covid19',
  method: 'nat',
  sampledAt: NOW - 3_600_000,
  ct: '',
  ...change,
});

describe('results', () => {
  it('are recorded once they are whole', () => {
    expect(faultOf(row(), NOW)).toBe('result');
    expect(faultOf(row({ result: 'negative' }), NOW)).toBeUndefined();
    expect(faultOf(row({ result: 'positive', ct: '３２．５' }), NOW)).toBeUndefined();
    expect(faultOf(row({ result: 'positive', ct: '51' }), NOW)).toBe('ct');
    expect(faultOf(row({ result: 'positive', ct: 'high' }), NOW)).toBe('ct');
    expect(faultOf(row({ result: 'negative', sampledAt: NOW + 3_600_000 }), NOW)).toBe('future');
  });

  it('say what was entered', () => {
    expect(bodyOf({ ...row({ ct: '32.5' }), result: 'positive' })).toEqual({
      person: 'p1',
      disease: 'covid19',
      method: 'nat',
      result: 'positive',
      ct: 32.5,
      sampled_at: '2022-07-03T03:00:00.000Z',
    });
    expect(bodyOf({ ...row(), result: 'negative' })).not.toHaveProperty('ct');
  });

  it('are not entered twice for one sample', () => {
    expect(sameSample(row(), row({ sampledAt: NOW - 3_600_000 + 30_000 }))).toBe(true);
    expect(sameSample(row(), row({ method: 'antigen' }))).toBe(false);
    const entry = (state: Entry['state']): Entry => ({
      id: 'e',
      place: 1,
      state,
      content: {
        key: 'k',
        command: { path: '/api/v1/test_results', body: bodyOf({ ...row(), result: 'negative' }) },
      },
    });
    expect(recordedBefore([entry('sent')], row())).toBe(true);
    expect(recordedBefore([entry('refused')], row())).toBe(false);
    expect(recordedBefore([entry('sent')], row({ person: 'p2' }))).toBe(false);
  });
});
