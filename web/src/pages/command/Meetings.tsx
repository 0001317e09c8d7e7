// Meetings of headquarters, and the judgements of the situation on which deployments rest.
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { Go, useAddress } from '@/address';
import { useCommand, useList } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  AreaField,
  clean,
  InstantField,
  Page,
  Problem,
  RecordList,
  Said,
  Section,
  TextField,
  useDraft,
  useNow,
  useUnits,
  When,
} from '@/parts';
import { useMay, useMe } from '@/session';
import { Assess } from './Assess';
import { RiskMark } from './marks';

const FORMS = [
  'commanders',
  'leading_group',
  'enlarged',
  'teleconference',
  'dispatch',
  'consultation',
  'other',
] as const;

export default function Meetings() {
  const { t, word } = useT();
  const { area } = useAddress();
  const may = useMay();
  const [recording, setRecording] = useState(false);
  const [judging, setJudging] = useState(false);
  const judged = useList('/api/v1/assessments', { query: { area, status: 'current', limit: 20 } });
  return (
    <Page
      title={t('ui-command-meetings')}
      note={<Go to="/directives">{t('ui-supervision-directives')}</Go>}
      actions={
        may('issue_directives') && (
          <>
            <Button onClick={() => setJudging(true)}>{t('ui-command-assess')}</Button>
            <Button type="primary" onClick={() => setRecording(true)}>
              {t('ui-command-meeting-record')}
            </Button>
          </>
        )
      }
    >
      <Section title={t('ui-command-judgements')}>
        {(judged.rows?.length ?? 0) === 0 ? (
          <p>{t('ui-command-no-judgement')}</p>
        ) : (
          <ul>
            {judged.rows?.map((one) => (
              <li key={one.id}>
                <Area code={one.area} /> <RiskMark of={one.risk} /> {word('confidence', one.confidence)}{' '}
                <Said text={one.reasoning} /> ({t('ui-command-review-on')} {one.review_on})
              </li>
            ))}
          </ul>
        )}
      </Section>
      <RecordList
        id="meetings"
        path="/api/v1/meetings"
        query={{ area }}
        empty={t('ui-command-no-meetings')}
        columns={[
          { id: 'held', label: 'ui-command-held', cell: (row) => <When at={row.held_at} /> },
          {
            id: 'title',
            label: 'ui-command-meeting',
            always: true,
            wraps: true,
            cell: (row) => <Said text={row.title} />,
          },
          { id: 'form', label: 'ui-command-form', cell: (row) => word('meeting', row.form) },
          { id: 'chair', label: 'ui-command-chair', cell: (row) => <Said text={row.chair_post} /> },
          {
            id: 'agenda',
            label: 'ui-command-agenda',
            wraps: true,
            cell: (row) => <Said text={row.agenda.join('; ')} />,
          },
          { id: 'area', label: 'ui-supervision-area', cell: (row) => <Area code={row.area} /> },
          {
            id: 'there',
            label: 'ui-command-there',
            align: 'end',
            cell: (row) => row.invited.length > 0 && `${row.attended.length} / ${row.invited.length}`,
          },
        ]}
      />
      {recording && <Recording close={() => setRecording(false)} />}
      {judging && <Assess area={area} close={() => setJudging(false)} />}
    </Page>
  );
}

interface Values {
  area: string;
  form: string;
  title: string;
  held_at: string;
  chair_post: string;
  agenda: string;
  minutes?: string;
  invited?: string[];
  attended?: string[];
}

/** The form of a meeting: who is called and was not there gets its record to read. */
function Recording({ close }: { close: () => void }) {
  const { t, text, word } = useT();
  const { message } = App.useApp();
  const { area } = useAddress();
  const me = useMe();
  const now = useNow();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>('meeting');
  const units = useUnits();
  const invited = Form.useWatch('invited', form) as string[] | undefined;
  const unitOptions = useMemo(
    () =>
      [...(units?.values() ?? [])]
        .filter((one) => one.role.startsWith('command'))
        .map((one) => ({
          value: one.id,
          label: <Said text={text(one.name)} />,
          find: `${one.name.zh} ${one.name.en}`.toLowerCase(),
        })),
    [units, text],
  );
  const command = useCommand('/api/v1/meetings', {
    done: () => {
      keep(undefined);
      void message.success(t('ui-command-meeting-recorded'));
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const found = {
    filterOption: (typed: string, option?: { find: string }) =>
      option?.find.includes(typed.trim().toLowerCase()) ?? false,
  };
  const required = (field: string) => [{ required: true, message: t('ui-input-required', { field }) }];
  return (
    <Modal
      open
      width={760}
      title={t('ui-command-meeting-record')}
      onCancel={close}
      okText={t('ui-supervision-record')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ area: area ?? me.grants[0]?.area, form: 'commanders', ...draft }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={(values) => {
          const { agenda, attended, ...rest } = clean(values);
          const called = rest.invited ?? [];
          void command.run({
            body: {
              ...rest,
              venues: [rest.area],
              agenda: agenda.split('\n').filter((line) => line.trim()),
              attended: (attended ?? []).filter((unit) => called.includes(unit)),
            },
          });
        }}
      >
        <TextField
          name="title"
          label="ui-command-meeting"
          max={300}
          required
          refused={command.field('title')}
        />
        <Form.Item name="form" label={t('ui-command-form')} rules={required(t('ui-command-form'))}>
          <Select options={FORMS.map((value) => ({ value, label: word('meeting', value) }))} />
        </Form.Item>
        <AreaField name="area" label="ui-supervision-area" required refused={command.field('area')} />
        <InstantField
          name="held_at"
          label="ui-command-held"
          latest={new Date(now).toISOString()}
          required
          refused={command.field('held_at')}
        />
        <TextField
          name="chair_post"
          label="ui-command-chair"
          hint="ui-command-chair-hint"
          max={200}
          required
          refused={command.field('chair_post')}
        />
        <Form.Item
          name="agenda"
          label={t('ui-command-agenda')}
          extra={t('ui-command-agenda-hint')}
          rules={required(t('ui-command-agenda'))}
          {...command.field('agenda')}
        >
          <Input.TextArea rows={3} maxLength={5000} lang="zh-CN" data-said />
        </Form.Item>
        <Form.Item name="minutes" label={t('ui-command-minutes')} {...command.field('minutes')}>
          <Input.TextArea rows={4} maxLength={60_000} lang="zh-CN" data-said />
        </Form.Item>
        <Form.Item
          name="invited"
          label={t('ui-command-invited')}
          extra={t('ui-command-invited-hint')}
          {...command.field('invited')}
        >
          <Select mode="multiple" showSearch={found} options={unitOptions} />
        </Form.Item>
        {(invited?.length ?? 0) > 0 && (
          <Form.Item name="attended" label={t('ui-command-attended')} {...command.field('attended')}>
            <Select
              mode="multiple"
              showSearch={found}
              options={unitOptions.filter((one) => invited?.includes(one.value))}
            />
          </Form.Item>
        )}
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
