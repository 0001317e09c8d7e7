import { describe, expect, it } from 'vitest';
import { choice, days, plainDays, queryOf } from './filters';

const filters = [
  choice('status', 'ui-list-table', 'state', ['issued']),
  days('opened_from', 'opened_until', 'ui-list-table'),
  plainDays('ends_from', 'ends_before', 'ui-list-table'),
];

describe('filters in the address', () => {
  it('become the query: whole days as instants of the zone, or as days', () => {
    const search = new URLSearchParams(
      'status=issued&opened_from=2022-07-01&opened_until=2022-07-02&ends_from=2022-07-03&ends_before=2022-07-03',
    );
    expect(queryOf(filters, search, 'Asia/Shanghai')).toEqual({
      status: 'issued',
      opened_from: '2022-06-30T16:00:00.000Z',
      opened_until: '2022-07-02T16:00:00.000Z',
      ends_from: '2022-07-03',
      ends_before: '2022-07-04',
    });
  });

  it('leave out what is no day', () => {
    expect(queryOf(filters, new URLSearchParams('opened_from=yesterday&ends_before=x'), 'UTC')).toEqual({});
  });
});
