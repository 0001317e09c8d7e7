import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api';
import { deadlineState, problemOf } from './problem';

const fact = (kind: string, hour: number, body: object): Schema<'Fact'> => ({
  id: `f${hour}`,
  kind,
  subject: { kind: 'problem', id: 'p' },
  refs: [{ kind: 'directive', id: 'd' }],
  area: '140100000000',
  occurred_at: `2022-07-06T0${hour}:00:00Z`,
  recorded_at: `2022-07-06T0${hour}:00:00Z`,
  body: body as Schema<'Fact'>['body'],
});
const listed = fact('problem_listed', 1, {
  title: 'No register',
  unit: 'u',
  due_at: '2022-07-07T00:00:00Z',
  severity: 'major',
});
const submitted = fact('rectification_submitted', 2, { unit: 'u', evidence: 'Mended' });
const returned = fact('rectification_returned', 3, {
  unit: 'u',
  reason: 'Not whole',
  due_at: '2022-07-08T00:00:00Z',
});
const again = fact('rectification_submitted', 4, { unit: 'u', evidence: 'Now whole' });
const verified = fact('rectification_verified', 5, { unit: 'u' });

describe('a problem', () => {
  it('is told by its facts, whatever their order', () => {
    expect(problemOf([])).toBeUndefined();
    expect(problemOf([listed])).toMatchObject({
      id: 'p',
      directive: 'd',
      title: 'No register',
      status: 'assigned',
      severity: 'major',
    });
    expect(problemOf([returned, submitted, listed])).toMatchObject({
      status: 'returned',
      reason: 'Not whole',
      dueAt: '2022-07-08T00:00:00Z',
    });
    expect(problemOf([listed, submitted, returned, again])).toMatchObject({
      status: 'submitted',
      evidence: 'Now whole',
    });
    expect(problemOf([listed, submitted, verified])).toMatchObject({ status: 'closed' });
  });

  it('is late until it is closed', () => {
    const now = Date.parse('2022-07-09T00:00:00Z');
    expect(deadlineState('submitted', '2022-07-08T00:00:00Z', now)).toBe('overdue');
    expect(deadlineState('closed', '2022-07-08T00:00:00Z', now)).toBe('met');
    expect(deadlineState('assigned', '2022-07-10T00:00:00Z', now)).toBe('open');
  });
});
