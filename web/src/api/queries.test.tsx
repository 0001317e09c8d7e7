import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it, vi } from 'vitest';
import { afterCommand } from '@/live/affects';
import { useGet } from './queries';

it('reads a record again after a change, although its name is read elsewhere for good', async () => {
  const answers = vi.fn(() =>
    Promise.resolve(Response.json({ code: '14', name: { zh: '山西', en: 'Shanxi' } })),
  );
  vi.stubGlobal('fetch', answers);
  const queries = new QueryClient();
  const parts = { path: { code: '14' } };
  const { result } = renderHook(
    () => ({
      page: useGet('/api/v1/areas/{code}', parts, { now: true }),
      name: useGet('/api/v1/areas/{code}', parts, { now: true, still: true }),
    }),
    {
      wrapper: ({ children }) => (
        <MemoryRouter>
          <QueryClientProvider client={queries}>{children}</QueryClientProvider>
        </MemoryRouter>
      ),
    },
  );
  await waitFor(() => expect(result.current.name.data).toBeDefined());
  await waitFor(() => expect(result.current.page.data).toBeDefined());
  answers.mockImplementation(() =>
    Promise.resolve(Response.json({ code: '14', name: { zh: '晋', en: 'Jin' } })),
  );
  const fact = { subject: { kind: 'area', id: '14' } };
  afterCommand(queries, { facts: [fact], opened: [], met: [], void: [], warnings: [] });
  await waitFor(() => expect(result.current.page.data?.name.en).toBe('Jin'));
  expect(result.current.name.data?.name.en).toBe('Shanxi');
});
