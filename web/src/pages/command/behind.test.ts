import { describe, expect, it } from 'vitest';
import { carry } from '@/address';
import { isCounted, isList, queryIn, recordsPath } from './behind';

describe('the records behind a number', () => {
  const figure = {
    count: 3,
    list: 'cases',
    query: {
      area: '140100000000',
      classification: 'probable,confirmed',
      discarded: 'false',
      as_of: '2022-07-06T04:00:00Z',
    },
  };

  it('are asked for with the very query that was counted', () => {
    const [path = '', query = ''] = recordsPath('active', figure).split('?');
    const search = new URLSearchParams(query);
    expect(path).toBe('/situation/records/cases');
    expect(search.get('of')).toBe('active');
    const { as_of: moment, ...asked } = figure.query;
    expect(queryIn(search)).toEqual(asked);
    expect(search.get('as_of')).toBe(moment);
  });

  it('are those of the area that was counted, whatever area is looked at', () => {
    const looked = new URLSearchParams({ area: '140000000000', disease: 'covid19' });
    const search = new URLSearchParams(carry(recordsPath('active', figure), looked).split('?')[1]);
    expect(search.get('area')).toBe('140100000000');
    expect(search.get('disease')).toBe('covid19');
  });

  it('are of a list that there is', () => {
    expect(isList('obligations')).toBe(true);
    expect(isList('persons')).toBe(false);
    expect(isCounted('overdue')).toBe(true);
    expect(isCounted('constructor')).toBe(false);
  });
});
