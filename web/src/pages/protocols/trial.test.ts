import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api';
import { exampleOf, happeningsOf, trialOf } from './trial';

const AT = '2022-07-01T09:00:00+08:00';

describe('a trial', () => {
  it('states what happened in the words of the rule book', () => {
    const request = trialOf({
      disease: 'covid19',
      area: '140121000000',
      edition: '9th',
      happenings: [
        { kind: 'fever_seen', at: AT },
        { kind: 'test_result', at: AT, result: 'negative' },
        { kind: 'case_assessed', at: AT, onset: '2022-06-30', epi_items: 1 },
        { kind: 'case_reported', at: AT },
        { kind: 'sample_taken', at: '' },
      ],
      meetings: [
        { kind: 'meal', from: AT, until: AT, protected: true },
        { kind: '', from: AT, until: AT },
      ],
    });
    expect(request).toEqual({
      area: '140121000000',
      edition: '9th',
      facts: [
        { fact: 'fever_seen', at: AT, symptoms: ['fever'] },
        { fact: 'test_result', at: AT, method: 'nat', result: 'negative', sampled_at: AT, resulted_at: AT },
        { fact: 'case_assessed', at: AT, symptoms: [], epi_items: 1, clinical_items: 0, onset: '2022-06-30' },
        { fact: 'case_reported', at: AT },
      ],
      exposures: [{ kind: 'meal', started_at: AT, ended_at: AT, protected: true }],
    });
  });

  it('takes the facts of a case, but not what rules made of them or what was withdrawn', () => {
    const fact = (id: string, kind: string, body: object, more: object = {}): Schema<'Fact'> =>
      ({
        id,
        kind,
        body,
        occurred_at: AT,
        recorded_at: AT,
        subject: { kind: 'case', id: 'c' },
        ...more,
      }) as Schema<'Fact'>;
    expect(
      happeningsOf([
        fact(
          '1',
          'test_result',
          { result: 'positive', method: 'nat', ct: 31 },
          { occurred_at: '2022-07-02T09:00:00+08:00' },
        ),
        fact('2', 'fever_seen', { symptoms: ['fever', 'cough'] }),
        fact('3', 'case_opened', { classification: 'confirmed' }),
        fact('4', 'sample_taken', { method: 'nat' }),
        fact('5', 'withdrawn', {}, { corrects: '4' }),
      ]),
    ).toEqual([
      { kind: 'fever_seen', at: AT, symptoms: ['fever', 'cough'] },
      { kind: 'test_result', at: '2022-07-02T09:00:00+08:00', result: 'positive', method: 'nat' },
    ]);
  });

  it('begins with a day that somebody understands', () => {
    const { happenings, meetings } = exampleOf('2022-07-01', (wall) => `${wall}:00Z`);
    expect(happenings.map(({ kind, at }) => [kind, at])).toEqual([
      ['fever_seen', '2022-07-01T09:00:00Z'],
      ['test_result', '2022-07-01T18:00:00Z'],
    ]);
    expect(meetings).toHaveLength(1);
  });
});
