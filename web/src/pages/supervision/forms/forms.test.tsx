import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from 'antd';
import { describe, expect, it, vi } from 'vitest';
import type { Receipt } from '@/api';
import { show, type Answers } from '../../../../test/render';
import type { EvidenceKind } from '../evidence';
import { Evidence } from '../Evidence';
import type { Detail } from '../ladder';
import { RecordCheck, RecordTest } from './measured';
import type { FormProps } from './shared';
import { Investigate, StartOrder } from './steps';

// Date pickers are slow where there is no browser.
vi.setConfig({ testTimeout: 30_000 });

const receipt: Receipt = { facts: [], opened: [], met: ['o1'], void: [], warnings: [] };
const detail = (kind: string, more: Partial<Detail> = {}): Detail =>
  ({
    id: 'o1',
    subject: { kind, id: 's1' },
    disease: 'covid19',
    facts: [],
    closed_by: [],
    ...more,
  }) as unknown as Detail;
const evidence = (fact: string, condition?: string): EvidenceKind => ({
  fact,
  within_window: false,
  ...(condition ? { condition } : {}),
});

async function fill(Form: React.ComponentType<FormProps>, props: Omit<FormProps, 'done'>, answers: Answers) {
  const done = vi.fn();
  const shown = await show(
    <App>
      <Form {...props} done={done} />
    </App>,
    { answers },
  );
  const sent = async () => {
    await waitFor(() => expect(shown.asked.some((request) => request.method === 'POST')).toBe(true));
    const [post] = shown.asked.filter((request) => request.method === 'POST');
    return { path: new URL(post?.url ?? '').pathname, body: (await post?.clone().json()) as unknown };
  };
  const record = () => userEvent.click(screen.getByRole('button', { name: 'Record' }));
  return { ...shown, done, sent, record };
}

describe('what closes a duty', () => {
  it('is recorded as the rule asks: the stage of an investigation', async () => {
    const props = {
      detail: detail('case'),
      evidence: evidence('investigation_done', "fact.stage == 'full_report'"),
    };
    const form = await fill(Investigate, props, { '/api/v1/cases/s1/investigate': receipt });
    expect(screen.getAllByRole('radio')).toHaveLength(1);
    await form.record();
    expect(await form.sent()).toEqual({
      path: '/api/v1/cases/s1/investigate',
      body: { stage: 'full_report' },
    });
    await waitFor(() => expect(form.done).toHaveBeenCalledWith(receipt));
  });

  it('is about whom the order binds, and takes numbers as people write them', async () => {
    const props = { detail: detail('order'), evidence: evidence('check_done') };
    const form = await fill(RecordCheck, props, {
      '/api/v1/orders/s1': { id: 's1', person: 'p1', disease: 'covid19' },
      '/api/v1/checks': receipt,
    });
    await userEvent.type(await screen.findByLabelText('Temperature'), '３７．２');
    await form.record();
    expect(await form.sent()).toEqual({
      path: '/api/v1/checks',
      body: { person: 'p1', temperature_c: 37.2 },
    });
  });

  it('is a test with a result; one that does not close the duty says so', async () => {
    const seen = { subject: { kind: 'visit', id: 's1' }, refs: [{ kind: 'person', id: 'p1' }], body: {} };
    const props = {
      detail: detail('visit', { facts: [seen] as unknown as Detail['facts'] }),
      evidence: evidence('test_result', "fact.result == 'negative'"),
    };
    const form = await fill(RecordTest, props, { '/api/v1/test_results': receipt });
    await form.record();
    expect(await screen.findByText('Choose one.')).toBeDefined();
    expect(form.asked.some((request) => request.method === 'POST')).toBe(false);
    await userEvent.click(screen.getByRole('radio', { name: /positive.*does not close/ }));
    await form.record();
    expect(await form.sent()).toEqual({
      path: '/api/v1/test_results',
      body: { person: 'p1', disease: 'covid19', visit: 's1', method: 'nat', result: 'positive' },
    });
  });

  it('begins under the one order that waits, and says so where there is none', async () => {
    const person = [
      { subject: { kind: 'contact', id: 's1' }, refs: [{ kind: 'person', id: 'p1' }], body: {} },
    ];
    const props = {
      detail: detail('contact', { facts: person as unknown as Detail['facts'] }),
      evidence: evidence('isolation_started'),
    };
    const none = await fill(StartOrder, props, { '/api/v1/orders': { items: [] } });
    await screen.findByText(/no order that waits/);
    none.unmount();
    const form = await fill(StartOrder, props, {
      '/api/v1/orders': {
        items: [{ id: 'r1', measure: 'central_isolation', starts_on: '2022-07-01', ends_on: '2022-07-08' }],
      },
      '/api/v1/orders/r1/start': receipt,
    });
    await screen.findByRole('button', { name: 'Record' });
    await form.record();
    expect(await form.sent()).toEqual({ path: '/api/v1/orders/r1/start', body: {} });
  });

  it('is told to whoever may not record it', async () => {
    const closedBy = [{ fact: 'case_admitted', within_window: false }];
    await show(
      <App>
        <Evidence detail={detail('case', { closed_by: closedBy })} />
      </App>,
    );
    expect(screen.getByText('Closed by recording: case admitted.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Record' })).toBeNull();
  });
});
