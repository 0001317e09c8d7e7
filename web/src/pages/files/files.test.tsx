// The desk and what comes of it, as somebody uses them.
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetDrafts } from '@/parts/draft';
import { show } from '../../../test/render';
import Desk from './desk/Desk';
import JobDetail from './job/JobDetail';

const FILE = '00000000-0000-0000-0000-00000000000f';
const JOB = '00000000-0000-0000-0000-00000000000a';
const mapping = 'date_format = "YYYY/M/D"\n\n[columns]\narea = "备注"\nnumber = "编号"\nonset = "发病日期"\n';
const proposal = {
  kind: 'cases',
  container: 'text',
  mapping,
  columns: [
    { heading: '编号', field: 'number', confidence: 'certain', why: 'heading' },
    { heading: '发病日期', field: 'onset', confidence: 'likely', why: 'part_of_heading' },
    { heading: '备注', field: 'area', confidence: 'likely', why: 'values' },
  ],
  questions: [{ question: 'disease' }],
  rows: [['1', '2022/6/28', '']],
};
const job = (some: object) => ({
  id: JOB,
  kind: 'import',
  area: '140105',
  user: '00000000-0000-0000-0000-000000000001',
  state: 'done',
  params: {
    list: 'Line list',
    files: [{ file: FILE, mapping: `disease = "covid19"\n${mapping}` }],
    history: false,
    leave_out: true,
    dry_run: false,
  },
  done: 1000,
  total: 1000,
  submitted_at: '2022-07-01T04:00:00Z',
  finished_at: '2022-07-01T04:00:01Z',
  cancel_requested: false,
  files: [
    {
      id: FILE,
      name: 'list-rejected.csv',
      media_type: 'text/csv',
      bytes: 9,
      sha256: '',
      expires_at: '2022-07-08T04:00:00Z',
    },
  ],
  ...some,
});
const result = (some: object) => ({
  import: JOB,
  dry_run: false,
  refused: false,
  counts: { rows: 5, new: 4, kept: 0, changed: 0, status_changes: 0, rejected: 1 },
  faults: [],
  warnings: [],
  rejected: [{ of: 0, file: FILE, rows: 1 }],
  ...some,
});
const REJECTED =
  '\uFEFF编号,发病日期,备注,row,column,value,reason\r\n7,2022/6/31,,8,发病日期,2022/6/31,No such day.\r\n';

const routes = (
  <Routes>
    <Route path="/files/import" element={<Desk />} />
    <Route path="/files/jobs/:id" element={<JobDetail />} />
  </Routes>
);
const sent = async (asked: Request[], path: string) => {
  const found = asked.filter(
    (request) => request.method === 'POST' && new URL(request.url).pathname === path,
  );
  return Promise.all(
    found.map(async (request) => JSON.parse(await request.clone().text()) as Record<string, unknown>),
  );
};

// Whole pages: on a busy machine they take their time.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 40_000 });
beforeEach(forgetDrafts);

describe('the import desk', () => {
  it('proposes, asks, and sends what was corrected to be tried', async () => {
    const { asked, container } = await show(routes, {
      at: '/files/import',
      answers: {
        '/api/v1/imports/guess': proposal,
        '/api/v1/imports/mappings': { items: [] },
        '/api/v1/protocols': { items: [{ disease: 'covid19' }, { disease: 'any' }] },
        '/api/v1/files': { id: FILE },
        '/api/v1/imports/jobs': job({ state: 'queued' }),
        [`/api/v1/jobs/${JOB}`]: job({ result: result({ dry_run: true }) }),
        [`/api/v1/files/${FILE}`]: new Response(REJECTED),
      },
    });
    const input = container.querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement)) throw new Error('no input');
    await userEvent.upload(input, new File(['编号,发病日期,备注\n1,2022/6/28,\n'], 'Line list 20220701.csv'));
    // The disease is asked, and without it nothing can be sent.
    const ask = await screen.findByLabelText('Which disease are these rows of?');
    expect(screen.getByRole('button', { name: 'Try it' })).toHaveProperty('disabled', true);
    fireEvent.mouseDown(ask);
    fireEvent.click(await screen.findByTitle('COVID-19'));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Try it' })).toHaveProperty('disabled', false),
    );
    expect(screen.getByLabelText('Name of the list')).toHaveProperty('value', 'Line list');
    await userEvent.dblClick(screen.getByRole('button', { name: 'Try it' }));
    await screen.findByRole('heading', { name: 'What would happen' });
    const [body, ...more] = await sent(asked, '/api/v1/imports/jobs');
    expect(more).toEqual([]);
    expect(body).toMatchObject({ list: 'Line list', dry_run: true, leave_out: false });
    expect(JSON.stringify(body)).toContain(String.raw`disease = \"covid19\"`);
  });

  it('says why a file cannot be read, and tries again', async () => {
    const { container } = await show(routes, {
      at: '/files/import',
      answers: {
        '/api/v1/imports/guess': new Response(
          JSON.stringify({ type: 'import.unsupported_format', detail: 'A PDF is not read.' }),
          { status: 400 },
        ),
        '/api/v1/imports/mappings': { items: [] },
      },
    });
    const input = container.querySelector('input[type=file]');
    await userEvent.upload(input as HTMLInputElement, new File(['%PDF-1.7'], 'x.csv'));
    await screen.findAllByText('A PDF is not read.');
    await screen.findByText('x.csv has no mapping.');
  });
});

describe('an import that refused rows', () => {
  it('shows what is wrong, and takes mended cells back as a file of the same list', async () => {
    const uploads: string[] = [];
    const { asked } = await show(routes, {
      at: `/files/jobs/${JOB}`,
      answers: {
        [`/api/v1/jobs/${JOB}`]: job({ result: result({}) }),
        [`/api/v1/files/${FILE}`]: new Response(REJECTED),
        '/api/v1/files': (request: Request) => {
          uploads.push(new URL(request.url).searchParams.get('name') ?? '');
          return { id: 'mended' };
        },
        '/api/v1/imports/jobs': job({}),
      },
    });
    const row = await screen.findByRole('row', { name: /No such day/ });
    expect(within(row).getByText('8')).toBeDefined();
    const send = screen.getByRole('button', { name: /Send 0/ });
    expect(send).toHaveProperty('disabled', true);
    const cell = within(row).getByLabelText('发病日期');
    fireEvent.change(cell, { target: { value: '2022/6/30' } });
    await userEvent.click(await screen.findByRole('button', { name: 'Send one mended row' }));
    await waitFor(async () => expect(await sent(asked, '/api/v1/imports/jobs')).toHaveLength(1));
    const [body] = await sent(asked, '/api/v1/imports/jobs');
    expect(uploads).toEqual(['list-mended.csv']);
    expect(body).toMatchObject({ list: 'Line list', dry_run: false, leave_out: true });
    expect(body).toMatchObject({ files: [{ file: 'mended' }] });
    expect(JSON.stringify(body)).toContain(String.raw`encoding = \"utf-8\"`);
  });

  it('tells that everything was refused, and how to take in what is sound', async () => {
    await show(routes, {
      at: `/files/jobs/${JOB}`,
      answers: {
        [`/api/v1/jobs/${JOB}`]: job({ result: result({ refused: true, import: null }) }),
        [`/api/v1/files/${FILE}`]: new Response(REJECTED),
      },
    });
    await screen.findByRole('heading', { name: 'Nothing was taken in' });
    await userEvent.click(screen.getByRole('button', { name: 'Take in the 4 sound rows' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('One refused row is left out');
    expect(dialog.textContent).toContain('can be taken back');
  });

  it('is told to others without its rows', async () => {
    await show(routes, {
      at: `/files/jobs/${JOB}`,
      answers: { [`/api/v1/jobs/${JOB}`]: job({ user: 'other', files: [], result: result({}) }) },
    });
    await screen.findByText('The refused rows are shown to whoever sent the file.');
  });
});
