// Offers duties to somebody else: some that were chosen, those of a post, or all of the unit. Until the receiver accepts,
// they stay where they are and their clocks run on.
import { App, Form, Modal, Radio, Select } from 'antd';
import { useEffect, useMemo, type ReactNode } from 'react';
import { isReceipt, useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import { clean, InstantField, Problem, Said, TextField, useAreas, useDraft, useNow, useUnits } from '@/parts';
import { useMe } from '@/session';
import { useMembers, usePosts } from './people';

type What = 'chosen' | 'unit' | 'shift' | `post:${string}`;
interface Values {
  what: What;
  to_unit: string;
  to_post?: string;
  to_user?: string;
  note: string;
  answer_by_at?: string;
}

const DRAFT = 'handover';

export function HandOver({
  chosen,
  close,
  done,
}: {
  chosen: readonly string[];
  close: () => void;
  done?: () => void;
}) {
  const { t, text } = useT();
  const { message } = App.useApp();
  const { unit, user } = useMe();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>(DRAFT);
  const now = useNow();
  const minute = new Date(Math.floor(now / 60_000) * 60_000).toISOString();
  const posts = usePosts(unit ?? undefined);
  const shift = useGet('/api/v1/shifts', {
    query: { holder: user, status: 'shift', ends_from: minute, starts_until: minute, limit: 1 },
  }).data?.items[0];
  const toUnit = Form.useWatch('to_unit', form) as string | undefined;
  const toPosts = usePosts(toUnit);
  const members = useMembers(toUnit);
  const units = useUnits();
  const areas = useAreas();
  const unitOptions = useMemo(
    () =>
      [...(units?.values() ?? [])]
        .map((one) => {
          const area = areas?.get(one.area);
          const name = `${text(one.name)}${area ? ` · ${text(area.name)}` : ''}`;
          return {
            value: one.id,
            name,
            label: <Said text={name} />,
            find: `${one.name.zh} ${one.name.en} ${name}`.toLowerCase(),
          };
        })
        .sort((a, b) => a.name.localeCompare(b.name)),
    [units, areas, text],
  );
  const command = useCommand('/api/v1/handovers', {
    done: (answer) => {
      keep(undefined);
      if (isReceipt(answer)) void message.success(t('ui-supervision-offered'));
      done?.();
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);

  const send = (values: Values) => {
    const { what, ...rest } = clean(values);
    const of =
      what === 'chosen'
        ? { obligations: [...chosen] }
        : what === 'unit'
          ? { whole_unit: true }
          : what === 'shift'
            ? { shift: shift?.id ?? null }
            : { post: what.slice('post:'.length) };
    void command.run({ body: { ...rest, ...of } });
  };
  const whats: { value: What; label: ReactNode }[] = [
    ...(chosen.length > 0
      ? [{ value: 'chosen' as const, label: t('ui-supervision-what-chosen', { count: chosen.length }) }]
      : []),
    ...(shift ? [{ value: 'shift' as const, label: t('ui-supervision-what-shift') }] : []),
    ...(posts ?? []).map((post) => ({
      value: `post:${post.id}` as const,
      label: <Said text={t('ui-supervision-what-post', { post: text(post.name) })} />,
    })),
    { value: 'unit', label: t('ui-supervision-what-unit') },
  ];

  return (
    <Modal
      open
      title={t('ui-supervision-hand-over')}
      onCancel={close}
      okText={t('ui-supervision-offer')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ ...draft, what: whats[0]?.value }}
        onValuesChange={(changed, values) => {
          if ('to_unit' in changed)
            form.setFieldsValue({ to_post: undefined, to_user: undefined } as Partial<Values>);
          keep(values);
        }}
        onFinish={send}
      >
        <Form.Item name="what" label={t('ui-supervision-what')}>
          <Radio.Group vertical options={whats} />
        </Form.Item>
        <Form.Item
          name="to_unit"
          label={t('ui-supervision-to-unit')}
          rules={[
            { required: true, message: t('ui-input-required', { field: t('ui-supervision-to-unit') }) },
          ]}
          {...command.field('to_unit')}
        >
          <Select
            showSearch={{
              filterOption: (typed, option) => option?.find.includes(typed.trim().toLowerCase()) ?? false,
            }}
            loading={!units}
            options={unitOptions}
          />
        </Form.Item>
        {toPosts && toPosts.length > 0 && (
          <Form.Item name="to_post" label={t('ui-supervision-to-post')} {...command.field('to_post')}>
            <Select
              allowClear
              options={toPosts.map((post) => ({ value: post.id, label: <Said text={text(post.name)} /> }))}
            />
          </Form.Item>
        )}
        {members && members.length > 0 && (
          <Form.Item name="to_user" label={t('ui-supervision-to-user')} {...command.field('to_user')}>
            <Select
              allowClear
              options={members.map((one) => ({ value: one.user, label: <Said text={one.display_name} /> }))}
            />
          </Form.Item>
        )}
        <TextField
          name="note"
          label="ui-supervision-handover-note"
          hint="ui-supervision-handover-note-hint"
          max={500}
          multiline
          required
          refused={command.field('note')}
        />
        <InstantField
          name="answer_by_at"
          label="ui-supervision-answer-by"
          hint="ui-supervision-answer-by-hint"
          refused={command.field('answer_by_at')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
