// Lends what a post lets one do to a colleague, all of it or some, from when and until when.
import { App, Checkbox, Form, Modal, Radio, Select } from 'antd';
import { useEffect } from 'react';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { clean, InstantField, Problem, Said, TextField, useDraft } from '@/parts';
import { useMe } from '@/session';
import { ACTION_TEXT, lendable } from './actions';
import styles from './duty.module.css';
import { PostName, useMembers, usePosts } from './people';

interface Values {
  post: string;
  to_user?: string;
  to_login?: string;
  all: boolean;
  actions?: string[];
  starts_at?: string;
  ends_at: string;
  reason: string;
}

export function Lend({ close }: { close: () => void }) {
  const { t } = useT();
  const { message } = App.useApp();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>('lend');
  const members = useMembers(me.unit ?? undefined);
  const posts = usePosts(undefined);
  const colleagues = members?.filter((one) => one.user !== me.user);
  const own =
    members?.find((one) => one.user === me.user)?.posts.map(({ post }) => post) ?? (me.post ? [me.post] : []);
  const all = Form.useWatch('all', form) as boolean | undefined;
  const command = useCommand('/api/v1/delegations', {
    done: () => {
      keep(undefined);
      void message.success(t('ui-duty-lent'));
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const required = (field: string) => [{ required: true, message: t('ui-input-required', { field }) }];
  const actions = lendable(me.actions.filter(({ areas }) => areas.length > 0).map(({ action }) => action));

  return (
    <Modal
      open
      title={t('ui-duty-lend')}
      onCancel={close}
      okText={t('ui-duty-lend')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ post: me.post ?? own[0], all: true, ...draft }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={(values) => {
          const { all: everything, actions: chosen, ...rest } = clean(values);
          void command.run({ body: { ...rest, ...(everything ? {} : { actions: chosen ?? [] }) } });
        }}
      >
        {own.length > 1 && (
          <Form.Item name="post" label={t('ui-duty-post')} rules={required(t('ui-duty-post'))}>
            <Select options={own.map((id) => ({ value: id, label: <PostName of={id} posts={posts} /> }))} />
          </Form.Item>
        )}
        {own.length <= 1 && (
          <Form.Item name="post" hidden>
            <input type="hidden" />
          </Form.Item>
        )}
        {colleagues ? (
          <Form.Item
            name="to_user"
            label={t('ui-duty-to')}
            extra={colleagues.length === 0 ? t('ui-duty-no-colleagues') : undefined}
            rules={required(t('ui-duty-to'))}
            {...command.field('to_user')}
          >
            <Select
              options={colleagues.map((one) => ({
                value: one.user,
                label: <Said text={one.display_name} />,
              }))}
            />
          </Form.Item>
        ) : (
          <TextField
            name="to_login"
            label="ui-duty-to-login"
            max={64}
            required
            refused={command.field('to_login')}
          />
        )}
        <Form.Item name="all" label={t('ui-duty-what')}>
          <Radio.Group
            options={[
              { value: true, label: t('ui-duty-everything') },
              { value: false, label: t('ui-duty-chosen') },
            ]}
          />
        </Form.Item>
        {all === false && (
          <Form.Item name="actions" rules={[someRule(t('ui-duty-choose'))]} {...command.field('actions')}>
            <Checkbox.Group
              className={styles['actions'] ?? ''}
              options={actions.map((action) => ({ value: action, label: t(ACTION_TEXT[action]) }))}
            />
          </Form.Item>
        )}
        <InstantField
          name="starts_at"
          label="ui-duty-starts"
          hint="ui-duty-starts-hint"
          refused={command.field('starts_at')}
        />
        <InstantField
          name="ends_at"
          label="ui-duty-ends"
          hint="ui-duty-ends-hint"
          required
          refused={command.field('ends_at')}
        />
        <TextField
          name="reason"
          label="ui-duty-reason"
          max={200}
          required
          refused={command.field('reason')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}

/** At least one of several. (A group of boxes cannot be marked as required.) */
const someRule = (message: string) => ({
  validator: (_: unknown, chosen: string[] | undefined) =>
    chosen?.length ? Promise.resolve() : Promise.reject(new Error(message)),
});
