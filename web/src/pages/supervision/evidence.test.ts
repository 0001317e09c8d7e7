import { describe, expect, it } from 'vitest';
import type { Action } from '@/session';
import { closing, diseaseIn, offered, personIn, wordsAsked, wordsBarred } from './evidence';
import type { Detail } from './ladder';

const closedBy = (...facts: string[]) =>
  ({ closed_by: facts.map((fact) => ({ fact, within_window: false })) }) as unknown as Detail;
const fact = (more: object) => ({ subject: { kind: 'visit', id: 'v' }, refs: [], body: {}, ...more });

describe('evidence', () => {
  it('is offered to whoever may record it, each kind once', () => {
    const may = (action: Action) => action === 'treat_cases';
    const found = offered(
      closedBy('case_isolated', 'case_admitted', 'case_isolated', 'fever_reported', 'something_new'),
      may,
    );
    expect(found.map((one) => one.fact)).toEqual(['case_isolated', 'case_admitted']);
    expect(offered(closedBy('case_isolated'), () => false)).toEqual([]);
  });

  it('has what the condition of the rule asks for', () => {
    expect(wordsAsked("fact.stage == 'core_info'", 'stage')).toEqual(['core_info']);
    const disposed = "fact.disposition == 'held' || fact.disposition == 'handed_over'";
    expect(closing(['held', 'handed_over', 'discharged'], disposed, 'disposition')).toEqual([
      'held',
      'handed_over',
    ]);
    const test = "fact.result != 'invalid' && fact.method != 'antigen'";
    expect(wordsBarred(test, 'method')).toEqual(['antigen']);
    expect(closing(['positive', 'negative', 'invalid'], test, 'result')).toEqual(['positive', 'negative']);
    expect(closing(['nat', 'antigen'], undefined, 'method')).toEqual(['nat', 'antigen']);
  });

  it('is about the person and the disease that the facts name', () => {
    const seen = fact({ refs: [{ kind: 'person', id: 'p' }], body: { disease: 'covid19' } });
    const detail = {
      subject: { kind: 'visit', id: 'v' },
      disease: 'any',
      facts: [seen],
    } as unknown as Detail;
    expect(personIn(detail)).toBe('p');
    expect(diseaseIn(detail)).toBe('covid19');
    expect(personIn({ ...detail, facts: [] })).toBeUndefined();
    expect(personIn({ ...detail, subject: { kind: 'person', id: 'q' } })).toBe('q');
    expect(diseaseIn({ ...detail, disease: 'measles' })).toBe('measles');
  });
});
