// A user at a post; whoever is there already gets the post besides.
import { Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useCommand, useList } from '@/api';
import { useT } from '@/i18n';
import { Area, clean, CodeField, InstantField, Problem, TextField, useUnits } from '@/parts';
import { useDiseases } from '../diseases';
import type { Role } from '@/session';
import styles from '../administration.module.css';
import { ROLES } from '../roles';
import { freshPassword } from './password';
import { PasswordField } from './PasswordField';

interface Values {
  login: string;
  password: string;
  display_name: string;
  unit?: string;
  post: string;
  role: Role;
  diseases?: string[];
  until?: string;
}

export function NewUser({ login, close }: { login?: string; close: () => void }) {
  const { t, text, word } = useT();
  const [form] = Form.useForm<Values>();
  const units = useUnits();
  const diseases = useDiseases();
  const [unit, setUnit] = useState<string>();
  const posts = useList(
    '/api/v1/posts',
    { query: { unit, limit: 200 } },
    { enabled: unit !== undefined, now: true },
  );
  const [made, setMade] = useState<{ login: string; password: string }>();
  const add = useCommand('/api/v1/users', {
    done: () => {
      if (login) close();
      else
        setMade({
          login: form.getFieldValue('login') as string,
          password: form.getFieldValue('password') as string,
        });
    },
  });
  if (made) return <Made made={made} close={close} />;
  return (
    <Modal
      open
      title={login ? t('ui-administration-post-give', { login }) : t('ui-administration-user-new')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="add"
          type="primary"
          loading={add.pending}
          disabled={add.barred}
          onClick={() => form.submit()}
        >
          {t(login ? 'ui-administration-post-give-do' : 'ui-administration-user-make')}
        </Button>,
      ]}
    >
      <Form<Values>
        name="new-user"
        form={form}
        layout="vertical"
        initialValues={{ login, password: freshPassword(), display_name: login }}
        onFinish={(values) => {
          const { unit: _, ...body } = clean(values);
          // Of somebody who is there already, password and name are not looked at.
          const known = login ? { login, password: freshPassword(), display_name: login } : {};
          void add.run({ body: { ...body, ...known } });
        }}
      >
        {!login && (
          <>
            <CodeField
              name="login"
              label="ui-administration-login"
              hint="ui-administration-login-hint"
              max={60}
              required
              refused={add.field('login')}
            />
            <TextField
              name="display_name"
              label="ui-administration-display-name"
              max={60}
              required
              refused={add.field('display_name')}
            />
            <PasswordField refused={add.field('password')} />
          </>
        )}
        <Form.Item
          name="unit"
          label={t('ui-administration-unit')}
          rules={[{ required: true, message: t('ui-administration-unit-missing') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(id: string) => {
              setUnit(id);
              form.setFieldValue('post', undefined);
            }}
            options={[...(units?.values() ?? [])].map((one) => ({ value: one.id, label: text(one.name) }))}
            optionRender={({ value, label }) => (
              <>
                {label}{' '}
                <span className={styles['quiet']}>
                  <Area code={units?.get(String(value))?.area} />
                </span>
              </>
            )}
          />
        </Form.Item>
        <Form.Item
          name="post"
          label={t('ui-administration-post')}
          rules={[{ required: true, message: t('ui-administration-post-missing') }]}
          {...add.field('post')}
        >
          <Select
            disabled={!unit}
            loading={posts.loading}
            notFoundContent={t('ui-administration-unit-no-posts')}
            options={(posts.rows ?? []).map((post) => ({ value: post.id, label: text(post.name) }))}
          />
        </Form.Item>
        <Problem error={posts.error} retry={posts.refetch} />
        <Form.Item
          name="role"
          label={t('ui-administration-grant')}
          extra={t('ui-administration-grant-hint')}
          rules={[{ required: true, message: t('ui-administration-grant-missing') }]}
          {...add.field('role')}
        >
          <Select options={ROLES.map((role) => ({ value: role, label: word('grant', role) }))} />
        </Form.Item>
        <Form.Item name="diseases" label={t('ui-administration-diseases')} {...add.field('diseases')}>
          <Select
            mode="multiple"
            placeholder={t('ui-administration-diseases-all')}
            options={diseases.map((code) => ({ value: code, label: word('disease', code) }))}
          />
        </Form.Item>
        <InstantField name="until" label="ui-administration-post-until" refused={add.field('until')} />
      </Form>
      <Problem error={add.problem} />
    </Modal>
  );
}

/** The password once more: it can be handed over now, and is shown nowhere afterwards. */
function Made({ made, close }: { made: { login: string; password: string }; close: () => void }) {
  const { t } = useT();
  return (
    <Modal
      open
      title={t('ui-administration-user-made', { login: made.login })}
      onCancel={close}
      footer={
        <Button type="primary" onClick={close}>
          {t('ui-administration-handed')}
        </Button>
      }
    >
      <p>{t('ui-administration-user-made-text')}</p>
      <code className={styles['secret']}>{made.password}</code>
    </Modal>
  );
}
