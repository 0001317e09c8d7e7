import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Form } from 'antd';
import { describe, expect, it } from 'vitest';
import { show } from '../../test/render';
import {
  choice,
  clean,
  Deadline,
  FactTimeline,
  NamesSwitch,
  PersonName,
  Problem,
  RecordList,
  TextField,
} from '.';
import { ApiError } from '@/api';

const row = (number: string) => ({ id: number, number, status: 'open' });
const columns = [
  {
    id: 'number',
    label: 'ui-clinical-number' as const,
    always: true,
    cell: (one: { number: string }) => one.number,
  },
  { id: 'state', label: 'ui-clinical-state' as const, cell: (one: { status: string }) => one.status },
];
const list = (
  <RecordList
    id="test"
    path="/api/v1/cases"
    filters={[choice('status', 'ui-clinical-state', 'casestate', ['open', 'ended'])]}
    columns={columns}
    empty="No cases at all."
  />
);

describe('a list', () => {
  it('reads page by page, with what the address says', async () => {
    const pages = (request: Request) =>
      new URL(request.url).searchParams.has('after')
        ? { items: [row('C2')] }
        : { items: [row('C1')], next: 'n1' };
    const { asked } = await show(list, {
      at: '/?status=open&as_of=2022-07-01T00:00:00Z',
      answers: { '/api/v1/cases': pages },
    });
    await screen.findByText('C1');
    const more = screen.getByRole('button', { name: 'Show more' });
    await userEvent.click(more);
    await screen.findByText('C2');
    expect(screen.getByText('2 rows')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
    const queries = asked
      .map((request) => new URL(request.url))
      .filter((url) => url.pathname === '/api/v1/cases');
    expect(queries.map((url) => url.searchParams.toString())).toEqual([
      'limit=50&status=open&as_of=2022-07-01T00%3A00%3A00Z',
      'limit=50&status=open&as_of=2022-07-01T00%3A00%3A00Z&after=n1',
    ]);
  });

  it('tells an empty list from one that filters have emptied', async () => {
    const none = { '/api/v1/cases': { items: [] } };
    const { unmount } = await show(list, { answers: none });
    await screen.findByText('No cases at all.');
    unmount();
    await show(list, { at: '/?status=ended', answers: none });
    await screen.findByText('Nothing fits these filters.');
    await userEvent.click(screen.getAllByRole('button', { name: 'Clear the filters' })[0] as HTMLElement);
    await screen.findByText('No cases at all.');
  });

  it('says what to do when the server cannot be reached', async () => {
    await show(list, { answers: { '/api/v1/cases': new TypeError('offline') } });
    await screen.findByText(/cannot be reached/);
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
  });

  it('keeps the choice of columns', async () => {
    const answers = { '/api/v1/cases': { items: [row('C1')] } };
    const { unmount } = await show(list, { answers });
    await screen.findByText('C1');
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'State' }));
    expect(screen.queryByRole('columnheader', { name: 'State' })).toBeNull();
    unmount();
    await show(list, { answers });
    await screen.findByText('C1');
    expect(screen.queryByRole('columnheader', { name: 'State' })).toBeNull();
    expect(screen.getByRole('columnheader', { name: 'Number' })).toBeDefined();
  });
});

const fact = (id: string, more: Record<string, unknown>) => ({
  id,
  kind: 'case_classified',
  subject: { kind: 'case', id: 'c' },
  refs: [],
  area: '140105',
  occurred_at: '2022-07-01T01:00:00Z',
  recorded_at: '2022-07-01T01:00:00Z',
  body: {},
  ...more,
});

describe('a history', () => {
  it('says what happened, when, who said so, when it was learnt, what was corrected', async () => {
    const facts = [
      fact('1', {
        body: { classification: 'confirmed', from: 'suspected', rule: 'R1', edition: '9th' },
        user: '00000000-0000-0000-0000-000000000001',
      }),
      fact('2', {
        kind: 'withdrawn',
        occurred_at: '2022-07-01T03:00:00Z',
        recorded_at: '2022-07-01T05:00:00Z',
        corrects: '1',
        body: { reason: 'the wrong person' },
      }),
    ];
    await show(<FactTimeline facts={facts as never} of={{ kind: 'case', id: 'c' }} />);
    const [newest, oldest] = screen.getAllByRole('listitem');
    expect(within(newest as HTMLElement).getByText('fact withdrawn')).toBeDefined();
    expect(within(newest as HTMLElement).getByText('the wrong person')).toBeDefined();
    expect(await within(newest as HTMLElement).findByText('1 Jul 2022, 13:00')).toBeDefined();
    expect(within(oldest as HTMLElement).getByText('withdrawn')).toBeDefined();
    expect(
      within(oldest as HTMLElement).getByText(
        'confirmed case · before: suspected case · rule R1, edition 9th',
      ),
    ).toBeDefined();
    expect(within(oldest as HTMLElement).getByText('cdc (you)')).toBeDefined();
  });
});

describe('names of persons', () => {
  it('are shown to nobody who has not said what for, and asked for together', async () => {
    const ids = ['00000000-0000-0000-0000-0000000000aa', '00000000-0000-0000-0000-0000000000bb'];
    const { asked } = await show(
      <>
        <NamesSwitch />
        {ids.map((id) => (
          <PersonName key={id} id={id} />
        ))}
      </>,
      {
        answers: {
          '/api/v1/persons/personal_reads': { items: [{ person: ids[0], values: { name: '王小明' } }] },
        },
      },
    );
    const reads = () => asked.filter((request) => request.url.endsWith('personal_reads'));
    expect(screen.getByText('person …0000aa')).toBeDefined();
    expect(reads()).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Show names' }));
    await userEvent.click(await screen.findByRole('combobox'));
    await userEvent.click(await screen.findByText('Care and treatment'));
    const buttons = screen.getAllByRole('button', { name: 'Show names' });
    await userEvent.click(buttons.at(-1) as HTMLElement);
    await screen.findByText('王小明');
    expect(reads()).toHaveLength(1);
    const body = (await reads()[0]?.json()) as { persons: string[]; purpose: string };
    expect(body).toMatchObject({ persons: ids, fields: ['name'], purpose: 'Care and treatment' });
    await userEvent.click(screen.getByRole('button', { name: 'Hide names' }));
    expect(screen.queryByText('王小明')).toBeNull();
  });
});

describe('small parts', () => {
  it('show a deadline by word and shape', async () => {
    await show(<Deadline due="2022-07-01T02:00:00Z" state="overdue" />);
    expect(screen.getByText('overdue')).toBeDefined();
    expect(await screen.findByText('2 hours ago')).toBeDefined();
    expect(await screen.findByText('1 Jul 2022, 10:00')).toBeDefined();
  });

  it('tell how far a deadline is from a moment that is supposed', async () => {
    await show(<Deadline due="2022-07-01T02:00:00Z" state="overdue" from="2022-07-01T07:00:00Z" />);
    expect(await screen.findByText('5 hours ago')).toBeDefined();
  });

  it('show each fault of an input', async () => {
    const faults = ['one', 'two'].map((detail) => ({ type: 'value.invalid', detail, args: {} }));
    await show(
      <Problem error={new ApiError({ type: 'import.faulty', detail: 'Two faults.', status: 422, faults })} />,
    );
    expect(screen.getByText('Two faults.')).toBeDefined();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['one', 'two']);
  });

  it('take a paste with line breaks and refuse one that is too long', async () => {
    const sent: unknown[] = [];
    await show(
      <Form onFinish={(values) => sent.push(clean(values))}>
        <TextField name="reason" label="ui-clinical-reason" max={5} required />
        <button type="submit">send</button>
      </Form>,
    );
    const field = screen.getByLabelText('Reason');
    await userEvent.click(field);
    await userEvent.paste('甲　乙丙丁戊己');
    await userEvent.click(screen.getByText('send'));
    await screen.findByText('7 characters, at most 5.');
    await userEvent.clear(field);
    await userEvent.paste(' 甲\u200b乙 ');
    await userEvent.click(screen.getByText('send'));
    await expect.poll(() => sent).toEqual([{ reason: '甲乙' }]);
  });
});
