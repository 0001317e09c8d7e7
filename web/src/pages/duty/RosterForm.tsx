// Puts somebody on the roster, or requires that a post be watched.
import { App, Button, Form, Modal, Select, Space } from 'antd';
import { useEffect, useMemo } from 'react';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { clean, InstantField, Problem, Said, useDraft, useUnits } from '@/parts';
import { useMembers, type Post } from './people';

export interface Wanted {
  kind: 'shift' | 'watch';
  post?: string;
  unit?: string;
  from?: string;
  until?: string;
}
interface Values {
  post: string;
  holder?: string;
  starts_at: string;
  ends_at: string;
}

const HOURS = [8, 12, 24] as const;

export function RosterForm({
  wanted,
  posts,
  close,
}: {
  wanted: Wanted;
  posts: ReadonlyMap<string, Post> | undefined;
  close: () => void;
}) {
  const { t, text } = useT();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>(`duty:${wanted.kind}`);
  const units = useUnits();
  const post = Form.useWatch('post', form) as string | undefined;
  const unit = posts?.get(post ?? wanted.post ?? '')?.unit ?? wanted.unit;
  const members = useMembers(wanted.kind === 'shift' ? unit : undefined);
  const done = () => {
    keep(undefined);
    void message.success(t('ui-duty-recorded'));
    close();
  };
  const roster = useCommand('/api/v1/shifts', { done });
  const require = useCommand('/api/v1/watches', { done });
  const command = wanted.kind === 'shift' ? roster : require;
  const { renew } = command;
  useEffect(renew, [renew]);
  const options = useMemo(
    () =>
      [...(posts?.values() ?? [])]
        .map((one) => {
          const held = units?.get(one.unit);
          const name = held ? `${text(held.name)} · ${text(one.name)}` : text(one.name);
          return {
            value: one.id,
            name,
            label: <Said text={name} />,
            find: `${name} ${held?.name.zh ?? ''} ${held?.name.en ?? ''}`.toLowerCase(),
          };
        })
        .sort((a, b) => a.name.localeCompare(b.name)),
    [posts, units, text],
  );
  const given: Partial<Values> = wanted.post
    ? {
        post: wanted.post,
        ...(wanted.from ? { starts_at: wanted.from } : {}),
        ...(wanted.until ? { ends_at: wanted.until } : {}),
      }
    : {};
  const send = (values: Values) => {
    const { holder, ...rest } = clean(values);
    if (wanted.kind === 'watch') void require.run({ body: rest });
    else if (holder) void roster.run({ body: { ...rest, holder } });
  };
  const lasting = (hours: number) => {
    const start = form.getFieldValue('starts_at') as string | undefined;
    if (start)
      form.setFieldsValue({ ends_at: new Date(Date.parse(start) + hours * 3_600_000).toISOString() });
  };
  const required = (field: string) => [{ required: true, message: t('ui-input-required', { field }) }];

  return (
    <Modal
      open
      title={t(wanted.kind === 'shift' ? 'ui-duty-put-on' : 'ui-duty-require')}
      onCancel={close}
      okText={t(wanted.kind === 'shift' ? 'ui-duty-put-on' : 'ui-duty-require')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      {wanted.kind === 'watch' && <p>{t('ui-duty-require-hint')}</p>}
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ ...draft, ...given }}
        onValuesChange={(changed, values) => {
          if ('post' in changed) form.setFieldsValue({ holder: undefined } as Partial<Values>);
          keep(values);
        }}
        onFinish={send}
      >
        <Form.Item
          name="post"
          label={t('ui-duty-post')}
          rules={required(t('ui-duty-post'))}
          {...command.field('post')}
        >
          <Select
            showSearch={{
              filterOption: (typed, option) => option?.find.includes(typed.trim().toLowerCase()) ?? false,
            }}
            loading={!posts}
            options={options}
          />
        </Form.Item>
        {wanted.kind === 'shift' && (
          <Form.Item
            name="holder"
            label={t('ui-duty-holder')}
            extra={unit && members?.length === 0 ? t('ui-duty-no-members') : undefined}
            rules={required(t('ui-duty-holder'))}
            {...command.field('holder')}
          >
            <Select
              disabled={!unit}
              loading={unit !== undefined && !members}
              options={(members ?? []).map((one) => ({
                value: one.user,
                label: <Said text={one.display_name} />,
              }))}
            />
          </Form.Item>
        )}
        <InstantField name="starts_at" label="ui-duty-starts" required refused={command.field('starts_at')} />
        <InstantField name="ends_at" label="ui-duty-ends" required refused={command.field('ends_at')} />
        <Space wrap>
          {HOURS.map((hours) => (
            <Button key={hours} size="small" onClick={() => lasting(hours)}>
              {t('ui-duty-hours', { count: hours })}
            </Button>
          ))}
        </Space>
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
