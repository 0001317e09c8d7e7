import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it, vi } from 'vitest';
import { lookedAt } from '@/address';
import { useGet } from '@/api';
import { ahead, ofSituation, windowOf } from './asked';
import { useCurve } from './CurvePanel';
import { useUnitDuties } from './Units';

it.each([
  '',
  'area=140100000000&disease=covid19&days=14&role=cdc&by=report&unit=week&span=120',
  'as_of=2022-07-08T12:00:00Z&days=31&span=61',
])('asks ahead exactly what the board asks: %s', async (query) => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request.url);
    return Promise.resolve(Response.json({ items: [], bins: [] }));
  });
  const search = new URLSearchParams(query);
  const where = lookedAt(search);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  await Promise.all(ahead(search).map((ask) => ask(queries, where.asOf)));
  expect(asked).toHaveLength(3);
  expect(asked.every((url) => url.includes('as_of=') === (where.asOf !== undefined))).toBe(true);

  const days = Number(windowOf(search.get('days') ?? undefined));
  const { result } = renderHook(
    () => ({
      situation: useGet('/api/v1/situation', ofSituation(where, days)),
      units: useUnitDuties(days),
      curve: useCurve(),
    }),
    {
      wrapper: ({ children }) => (
        <MemoryRouter initialEntries={[`/situation?${query}`]}>
          <QueryClientProvider client={queries}>{children}</QueryClientProvider>
        </MemoryRouter>
      ),
    },
  );
  await waitFor(() => expect(result.current.units.rows).toEqual([]));
  expect(result.current.situation.data).toBeDefined();
  expect(result.current.curve.data).toBeDefined();
  expect(asked, 'the answers are there').toHaveLength(3);
});
