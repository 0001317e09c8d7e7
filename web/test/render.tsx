// A part as it stands in the console: with texts, queries, an address, somebody logged in.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';
import { Texts, type Language } from '@/i18n';
import { loadPack } from '@/i18n/pack';
import { enter, type Me } from '@/session/store';

/** Answers by path: what a page asks, and what it gets. */
export type Answers = Record<string, unknown>;

export const ME: Me = {
  user: '00000000-0000-0000-0000-000000000001',
  login: 'cdc',
  display_name: 'cdc',
  grants: [{ role: 'epidemiologist', area: '140105' }],
  actions: [
    { action: 'read_cases', areas: ['140105'] },
    { action: 'manage_cases', areas: ['140105'] },
    { action: 'read_personal', areas: ['140105'] },
  ],
} as unknown as Me;

const USUAL: Answers = {
  '/api/v1/status': { product: 'fenghuo', version: '0', mode: 'live', now: '2022-07-01T12:00:00+08:00' },
  '/api/v1/areas': {
    items: [
      {
        code: '140105',
        path: ['140105'],
        level: 'county',
        name: { zh: '小店区', en: 'Xiaodian' },
        zone: 'Asia/Shanghai',
      },
    ],
  },
  '/api/v1/units': { items: [] },
  '/api/v1/protocols': { items: [] },
};

export async function show(
  part: ReactNode,
  { at = '/', language = 'en', answers = {} }: { at?: string; language?: Language; answers?: Answers } = {},
) {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request);
    const { pathname } = new URL(request.url);
    const answer = { ...USUAL, ...answers }[pathname];
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer instanceof Response) return Promise.resolve(answer.clone());
    if (typeof answer === 'function')
      return Promise.resolve(Response.json((answer as (request: Request) => unknown)(request)));
    if (answer === undefined)
      return Promise.resolve(
        new Response(JSON.stringify({ type: 'record.not_found', detail: pathname }), { status: 404 }),
      );
    return Promise.resolve(Response.json(answer));
  });
  enter(ME, { token: 't', expiresAt: null });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const first = await loadPack(language);
  const shown = render(
    <Texts first={first}>
      <MemoryRouter initialEntries={[at]}>
        <QueryClientProvider client={queries}>{part}</QueryClientProvider>
      </MemoryRouter>
    </Texts>,
  );
  return { ...shown, asked };
}
