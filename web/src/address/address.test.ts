import { describe, expect, it } from 'vitest';
import { carry, lookedAt } from '.';

describe('addresses', () => {
  const search = new URLSearchParams('area=140000&as_of=2022-07-01T09:00:00Z&status=open&after=x');

  it('carry along what is looked at, and no filter', () => {
    expect(carry('/cases', search)).toBe('/cases?area=140000&as_of=2022-07-01T09%3A00%3A00Z');
    expect(carry('/cases?area=150000&status=ended', search)).toBe(
      '/cases?area=150000&status=ended&as_of=2022-07-01T09%3A00%3A00Z',
    );
    expect(carry('/', new URLSearchParams())).toBe('/');
  });

  it('take no moment that is none', () => {
    expect(lookedAt(search).asOf).toBe('2022-07-01T09:00:00Z');
    expect(lookedAt(new URLSearchParams('as_of=yesterday')).asOf).toBeUndefined();
    expect(lookedAt(new URLSearchParams('wall')).wall).toBe(true);
  });
});
