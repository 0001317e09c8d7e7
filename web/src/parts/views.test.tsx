import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keepPreference } from '@/preferences';
import { show } from '../../test/render';
import { choice, RecordList } from '.';

// Popovers take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const LIST = '/api/v1/cases';
const VIEWS = '/api/v1/views';
const OWN = {
  list: 'cases',
  name: '重症',
  query: [{ name: 'status', value: 'open' }],
  columns: ['number'],
  saved_at: '2022-07-01T00:00:00Z',
  shared: false,
};
const THEIRS = {
  ...OWN,
  name: 'ended',
  query: [{ name: 'status', value: 'ended' }],
  shared: true,
  by: '李华',
};

const list = (
  <RecordList
    id="cases"
    path={LIST}
    filters={[choice('status', 'ui-clinical-state', 'casestate', ['open', 'ended'])]}
    columns={[
      { id: 'number', label: 'ui-clinical-number', always: true, cell: (row) => row.number },
      { id: 'state', label: 'ui-clinical-state', cell: (row) => row.status },
    ]}
  />
);
const cases = { items: [{ id: 'a', number: 'C1', status: 'open' }] };
const done = () => new Response(null, { status: 204 });

async function opened(views: object[], at = '/') {
  const shown = await show(list, {
    at,
    answers: {
      [LIST]: cases,
      [VIEWS]: (request: Request) => (request.method === 'GET' ? { items: views } : {}),
      [`${VIEWS}/rename`]: done(),
      [`${VIEWS}/forget`]: done(),
    },
  });
  await screen.findByText('C1');
  await userEvent.click(screen.getByRole('button', { name: 'Saved views' }));
  return shown;
}
const sent = (asked: Request[], path: string) =>
  Promise.all(
    asked
      .filter((request) => request.method === 'POST' && new URL(request.url).pathname === path)
      .map((request) => request.clone().json() as Promise<unknown>),
  );

describe('saved views', () => {
  beforeEach(() => keepPreference('columns.cases', null));

  it('keep filters and columns, for oneself or for the unit', async () => {
    const { asked } = await opened([], '/?status=open&area=140105');
    await userEvent.type(await screen.findByLabelText('Save what is shown as'), 'open ones');
    await userEvent.click(screen.getByRole('checkbox', { name: 'The people of my unit may show it' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await vi.waitFor(async () =>
      expect(await sent(asked, VIEWS)).toEqual([
        { list: 'cases', name: 'open ones', query: [{ name: 'status', value: 'open' }], shared: true },
      ]),
    );
  });

  it('show a list as it was kept, with its columns', async () => {
    const { asked } = await opened([OWN, THEIRS, { ...OWN, list: 'contacts', name: 'of another list' }]);
    expect(screen.queryByText('of another list')).toBeNull();
    expect(await screen.findByText('李华')).toBeDefined();
    // Nobody changes what another shares.
    expect(screen.queryByRole('button', { name: 'Delete the view ended' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '重症' }));
    await vi.waitFor(() =>
      expect(asked.some(({ url }) => new URL(url).searchParams.get('status') === 'open')).toBe(true),
    );
    const table = within(screen.getByRole('table'));
    expect(table.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['Number']);
  });

  it('get another name, are shared, and come back when deleted by mistake', async () => {
    let views: object[] = [OWN];
    const { asked } = await show(list, {
      answers: {
        [LIST]: cases,
        [VIEWS]: (request: Request) => (request.method === 'GET' ? { items: views } : {}),
        [`${VIEWS}/rename`]: done(),
        [`${VIEWS}/forget`]: () => {
          views = [];
          return {};
        },
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Saved views' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Rename the view 重症' }));
    const name = screen.getByLabelText('New name');
    await userEvent.clear(name);
    await userEvent.type(name, 'severe');
    await userEvent.click(screen.getAllByRole('button', { name: 'Save' })[0]!);
    await vi.waitFor(async () =>
      expect(await sent(asked, `${VIEWS}/rename`)).toEqual([{ list: 'cases', name: '重症', to: 'severe' }]),
    );
    const kept = { list: 'cases', name: '重症', query: OWN.query, columns: OWN.columns };
    const share = await screen.findByRole('button', { name: 'Share the view 重症 with my unit' });
    expect(share.getAttribute('aria-pressed')).toBe('false');
    await userEvent.click(share);
    await vi.waitFor(async () => expect(await sent(asked, VIEWS)).toEqual([{ ...kept, shared: true }]));
    await userEvent.click(screen.getByRole('button', { name: 'Delete the view 重症' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Bring back' }));
    await vi.waitFor(async () =>
      expect((await sent(asked, VIEWS)).at(-1)).toEqual({ ...kept, shared: false }),
    );
  });
});
