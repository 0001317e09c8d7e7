// Tests and checks of a day, order by order: what is done, what is due, what is late. Checks without complaint are
// recorded together; anything else one by one.
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Checkbox, DatePicker, Form, Modal, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useMemo, useState } from 'react';
import { Go, useAddress, useFilter } from '@/address';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  addDays,
  BulkReport,
  clean,
  Deadline,
  dayIn,
  Empty,
  Loading,
  NamesSwitch,
  NumberField,
  numberOf,
  Page,
  PersonName,
  Problem,
  RecordTable,
  shortId,
  toneOf,
  useBulk,
  useNow,
  useZone,
} from '@/parts';
import { useMay } from '@/session';
import styles from './isolation.module.css';

type Line = Schema<'ScheduleLine'>;

const KINDS = ['check', 'test'] as const;
const DONE: readonly string[] = ['met', 'met_late', 'waived', 'void'];
const SYMPTOMS = [
  'fever',
  'cough',
  'sore_throat',
  'fatigue',
  'runny_nose',
  'headache',
  'muscle_pain',
  'diarrhoea',
  'loss_of_smell',
  'rash',
] as const;

/** Names a line: of one order several may be due on a day. */
const idOf = (line: Line): string => `${line.order} ${line.occurrence}`;

export default function Schedule() {
  const { t } = useT();
  const { area } = useAddress();
  const zone = useZone();
  const today = dayIn(useNow(), zone);
  const [on, setOn] = useFilter('on');
  const [kind, setKind] = useFilter('kind');
  const [open, setOpen] = useFilter('open');
  const day = on ?? today;
  const { data, error, refetch } = useGet(
    '/api/v1/schedules',
    { query: { on: day, ...(area ? { area } : {}) } },
    { now: true },
  );
  const may = useMay();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [checking, setChecking] = useState<string>();
  const bulk = useBulk();
  const rows = useMemo(
    () =>
      (data?.items ?? [])
        .filter(
          (line) => (kind ? line.kind === kind : true) && (open === '1' ? !DONE.includes(line.state) : true),
        )
        .sort(
          (a, b) =>
            Number(DONE.includes(a.state)) - Number(DONE.includes(b.state)) ||
            Date.parse(a.due_at) - Date.parse(b.due_at),
        ),
    [data, kind, open],
  );
  const carries = may('carry_out_orders') && !bulk.barred;
  const checks = rows.filter(
    (line) => chosen.has(idOf(line)) && line.kind === 'check' && line.person && !DONE.includes(line.state),
  );
  const allWell = () => {
    const persons = new Map(checks.map((line) => [line.person ?? '', idOf(line)]));
    bulk.start(
      '/api/v1/checks',
      [...persons].map(([person, id]) => ({ id, path: {}, body: { person, symptoms: [] } })),
    );
    setChosen(new Set());
  };
  const nameOf = (id: string) => {
    const line = rows.find((one) => idOf(one) === id);
    return line?.person ? <PersonName id={line.person} /> : shortId(id);
  };
  const count = (of: string) =>
    (data?.items ?? []).filter((line) => line.kind === of && !DONE.includes(line.state)).length;
  return (
    <Page
      title={t('ui-isolation-schedule')}
      note={t('ui-isolation-schedule-open', { checks: count('check'), tests: count('test') })}
      actions={
        <>
          <NamesSwitch />
          <Go to={`/orders?status=running&ends_before=${day}`}>
            <Button tabIndex={-1}>{t('ui-isolation-view-today')}</Button>
          </Go>
        </>
      }
    >
      <BulkReport bulk={bulk} name={nameOf} />
      <div className={styles['bar']}>
        <Button
          icon={<LeftOutlined aria-hidden />}
          aria-label={t('ui-isolation-day-before')}
          onClick={() => setOn(addDays(day, -1))}
        />
        <DatePicker
          aria-label={t('ui-isolation-on')}
          allowClear={false}
          value={dayjs(day)}
          onChange={(next) => setOn(next?.format('YYYY-MM-DD'))}
        />
        <Button
          icon={<RightOutlined aria-hidden />}
          aria-label={t('ui-isolation-day-after')}
          onClick={() => setOn(addDays(day, 1))}
        />
        {day !== today && <Button onClick={() => setOn(undefined)}>{t('ui-isolation-today')}</Button>}
        <Segmented
          aria-label={t('ui-isolation-kind')}
          value={kind ?? ''}
          onChange={(value) => setKind(value || undefined)}
          options={[
            { value: '', label: t('ui-isolation-both') },
            ...KINDS.map((value) => ({
              value,
              label: t(value === 'test' ? 'ui-isolation-tests' : 'ui-isolation-checks'),
            })),
          ]}
        />
        <Checkbox checked={open === '1'} onChange={({ target }) => setOpen(target.checked ? '1' : undefined)}>
          {t('ui-isolation-open-only')}
        </Checkbox>
        {carries && checks.length > 0 && (
          <Button type="primary" loading={bulk.running} onClick={allWell}>
            {t('ui-isolation-all-well', { count: checks.length })}
          </Button>
        )}
      </div>
      <Problem error={error} retry={refetch} />
      {!data ? (
        !error && <Loading rows={8} />
      ) : rows.length === 0 ? (
        <Empty>{t('ui-isolation-schedule-none')}</Empty>
      ) : (
        <RecordTable
          rows={rows}
          rowId={idOf}
          tone={(row) =>
            toneOf(row.state) === 'late' && row.state === 'overdue'
              ? 'late'
              : row.state === 'warned'
                ? 'warn'
                : undefined
          }
          {...(carries ? { selection: { ids: chosen, change: setChosen } } : {})}
          columns={[
            {
              id: 'person',
              label: 'ui-isolation-target',
              cell: (row) => (
                <Go to={`/orders/${row.order}`}>
                  {row.person ? <PersonName id={row.person} /> : shortId(row.order)}
                </Go>
              ),
            },
            {
              id: 'kind',
              label: 'ui-isolation-kind',
              cell: (row) => t(row.kind === 'test' ? 'ui-isolation-test' : 'ui-isolation-check'),
            },
            { id: 'measure', label: 'ui-isolation-measure', cell: (row) => <Measure of={row.measure} /> },
            {
              id: 'due',
              label: 'ui-isolation-due-at',
              cell: (row) => <Deadline due={row.due_at} state={row.state} />,
            },
            {
              id: 'acts',
              label: 'ui-isolation-acts',
              cell: (row) =>
                carries && row.kind === 'check' && row.person && !DONE.includes(row.state) ? (
                  <Button size="small" onClick={() => setChecking(row.person ?? undefined)}>
                    {t('ui-isolation-check-record')}
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      {checking && <Check person={checking} close={() => setChecking(undefined)} />}
    </Page>
  );
}

function Measure({ of }: { of: string }) {
  const { word } = useT();
  return <>{word('measure', of)}</>;
}

interface CheckValues {
  temperature?: string;
  symptoms?: string[];
}

function Check({ person, close }: { person: string; close: () => void }) {
  const { t, word } = useT();
  const [form] = Form.useForm<CheckValues>();
  const command = useCommand('/api/v1/checks', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  const send = (values: CheckValues) => {
    const { temperature, symptoms } = clean(values);
    const degrees = numberOf(temperature ?? '');
    void command.run({
      body: {
        person,
        symptoms: symptoms ?? [],
        ...(degrees === undefined ? {} : { temperature_c: degrees }),
      },
    });
  };
  return (
    <Modal
      open
      title={t('ui-isolation-check-record')}
      onCancel={close}
      okText={t('ui-isolation-check-record')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <p>
        <PersonName id={person} />
      </p>
      <Form<CheckValues> form={form} layout="vertical" onFinish={send}>
        <NumberField
          name="temperature"
          label="ui-isolation-temperature"
          min={30}
          max={45}
          unit="°C"
          refused={command.field('temperature_c')}
          autoFocus
        />
        <Form.Item name="symptoms" label={t('ui-isolation-symptoms')} {...command.field('symptoms')}>
          <Checkbox.Group options={SYMPTOMS.map((value) => ({ value, label: word('symptom', value) }))} />
        </Form.Item>
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
