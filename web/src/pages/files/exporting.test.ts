import { describe, expect, it } from 'vitest';
import { allowedKinds, bodyOf, chosen, fitting, formatsOf, headingsOf, type ExportValues } from './exporting';

const values = (some: Partial<ExportValues>): ExportValues => ({
  kinds: ['cases'],
  format: 'csv',
  purpose: 'weekly review',
  identified: false,
  ...some,
});

describe('an export', () => {
  it('takes chains alone, as a graph', () => {
    expect(chosen(['cases'], ['cases', 'chains'])).toEqual(['chains']);
    expect(chosen(['chains'], ['chains', 'cases'])).toEqual(['cases']);
    expect(chosen(['cases'], ['cases', 'tests'])).toEqual(['cases', 'tests']);
    expect(formatsOf(['chains'])).toEqual(['graphml']);
    expect(bodyOf(values({ kinds: ['chains'] }), {}).format).toBe('graphml');
  });

  it('asks nothing that a kind does not know', () => {
    const given = {
      status: 'open',
      classification: 'confirmed',
      class: 'close',
      opened_from: '2022-07-01T00:00:00Z',
    };
    const place = { area: '1', disease: 'covid19' };
    expect(bodyOf(values(given), place).filter).toEqual({
      area: '1',
      disease: 'covid19',
      status: 'open',
      classification: 'confirmed',
      opened_from: '2022-07-01T00:00:00Z',
    });
    expect(bodyOf(values({ ...given, kinds: ['visits'] }), place).filter).toEqual({ area: '1' });
    expect(bodyOf(values({ ...given, kinds: ['cases', 'contacts'] }), place).filter).toEqual(place);
    expect(fitting(['contacts'])).toMatchObject({ class: true, classification: false, status: undefined });
  });

  it('names fields of one kind only', () => {
    expect(bodyOf(values({ fields: ['id'] }), {}).fields).toEqual(['id']);
    expect(bodyOf(values({ kinds: ['cases', 'tests'], fields: ['id'] }), {}).fields).toBeUndefined();
  });

  it('shows who is named only where somebody is', () => {
    const shape = {
      kind: 'cases',
      fields: [
        { name: 'id', shown: 'always' as const },
        { name: 'name', shown: 'identified' as const },
        { name: 'age_band', shown: 'de_identified' as const },
      ],
    };
    expect(headingsOf(shape, false).map(({ name }) => name)).toEqual(['id', 'age_band']);
    expect(headingsOf(shape, true).map(({ name }) => name)).toEqual(['id', 'name']);
    expect(allowedKinds([shape], (action) => action === 'read_cases')).toEqual(['cases']);
    expect(allowedKinds([shape], () => false)).toEqual([]);
  });
});
