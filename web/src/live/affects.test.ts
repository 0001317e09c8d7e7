import { describe, expect, it } from 'vitest';
import { isStale, staleCollections } from './affects';

describe('what a change makes stale', () => {
  const after = (kind: string, path: string, meta?: Record<string, unknown>) =>
    isStale({ queryKey: ['read', path, {}], meta }, staleCollections([kind]));

  it.each([
    ['case', '/api/v1/cases', true],
    ['case', '/api/v1/cases/{id}', true],
    ['case', '/api/v1/cases/{id}/chain', true],
    ['case', '/api/v1/obligations/counts', true],
    ['case', '/api/v1/lists/four_musts', true],
    ['case', '/api/v1/situation', true],
    ['case', '/api/v1/epi_curve', true],
    ['shift', '/api/v1/epi_curve', false],
    ['post', '/api/v1/delegations', true],
    ['case', '/api/v1/shifts', false],
    ['area', '/api/v1/holds', true],
    ['post', '/api/v1/delegations', true],
    ['shift', '/api/v1/cases', false],
    ['novelty', '/api/v1/noveltys', true],
  ])('a %s concerns %s: %s', (kind, path, stale) => expect(after(kind, path)).toBe(stale));

  it('leaves alone what changes seldom, and what is not of the API', () => {
    expect(after('area', '/api/v1/areas/{code}', { still: true })).toBe(false);
    expect(isStale({ queryKey: ['person', 'x'], meta: undefined }, staleCollections(['person']))).toBe(false);
  });
});
