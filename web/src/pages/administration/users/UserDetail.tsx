// A user: posts, and what can be done to the account. Each act says whom it hits and whether it can be taken back.
import { Button, Checkbox, Form, Modal, Space } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Go } from '@/address';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Area, Ask, Empty, Facts, Loading, Problem, RecordTable, Section, When } from '@/parts';
import { useMay, useMe } from '@/session';
import { Frame } from '../Frame';
import styles from '../administration.module.css';
import { NewUser } from './NewUser';
import { freshPassword } from './password';
import { PasswordField } from './PasswordField';
import { UserState } from './Users';

export default function UserDetail() {
  const { id = '' } = useParams();
  const { t } = useT();
  const may = useMay();
  const found = useGet('/api/v1/users/{id}', { path: { id } }, { now: true });
  const [giving, setGiving] = useState(false);
  const user = found.data;
  if (!user) {
    return (
      <Frame title={t('ui-administration-user')}>
        {found.error ? <Problem error={found.error} retry={found.refetch} /> : <Loading rows={6} />}
      </Frame>
    );
  }
  return (
    <Frame
      title={user.display_name}
      note={
        <>
          {user.login} <UserState of={user} />
        </>
      }
      actions={<Button onClick={() => setGiving(true)}>{t('ui-administration-post-give-do')}</Button>}
    >
      {giving && <NewUser login={user.login} close={() => setGiving(false)} />}
      <Section title={t('ui-administration-known')}>
        <Facts
          pairs={[
            [t('ui-administration-login'), user.login],
            [t('ui-administration-since'), <When key="at" at={user.created_at} />],
            [t('ui-administration-disabled-at'), user.disabled_at && <When at={user.disabled_at} />],
            [
              t('ui-administration-looks'),
              may('read_audit') && (
                <Go to={`/administration/audit?user=${user.user}`}>{t('ui-administration-looks-of')}</Go>
              ),
            ],
          ]}
        />
      </Section>
      <Section title={t('ui-administration-posts')}>
        <Posts user={user} />
      </Section>
      <Acts user={user} />
    </Frame>
  );
}

function Posts({ user }: { user: Schema<'UserDetail'> }) {
  const { t, word } = useT();
  const [asked, setAsked] = useState<Schema<'HeldPost'>>();
  const end = useCommand('/api/v1/users/{id}/end_post', { done: () => setAsked(undefined) });
  if (user.posts.length === 0) return <Empty>{t('ui-administration-posts-none')}</Empty>;
  return (
    <>
      <RecordTable
        rows={user.posts}
        rowId={(row) => `${row.post} ${row.role} ${row.from}`}
        columns={[
          { id: 'role', label: 'ui-administration-grant', cell: (row) => word('grant', row.role) },
          { id: 'area', label: 'ui-administration-in', cell: (row) => <Area code={row.area} /> },
          {
            id: 'diseases',
            wraps: true,
            label: 'ui-administration-diseases',
            cell: (row) =>
              row.diseases
                ? row.diseases.map((code) => word('disease', code)).join(' · ')
                : t('ui-administration-diseases-all'),
          },
          { id: 'from', label: 'ui-administration-from', cell: (row) => <When at={row.from} /> },
          { id: 'until', label: 'ui-administration-post-until', cell: (row) => <When at={row.until} /> },
          {
            id: 'end',
            label: 'ui-administration-act',
            cell: (row) => (
              <Button
                size="small"
                danger
                onClick={() => {
                  end.renew();
                  setAsked(row);
                }}
              >
                {t('ui-administration-post-end')}
              </Button>
            ),
          },
        ]}
      />
      {asked && (
        <Ask
          danger
          title={t('ui-administration-post-end-title', {
            login: user.login,
            role: word('grant', asked.role),
          })}
          consequence={t('ui-administration-post-end-text')}
          confirm={t('ui-administration-post-end')}
          command={end}
          act={() => void end.run({ path: { id: user.user }, body: { post: asked.post } })}
          close={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

type Act = 'password' | 'disable' | 'enable' | 'sessions' | 'factor';

function Acts({ user }: { user: Schema<'UserDetail'> }) {
  const { t } = useT();
  const me = useMe();
  const [act, setAct] = useState<Act>();
  const [keys, setKeys] = useState(false);
  const close = () => setAct(undefined);
  const path = { id: user.user };
  const disable = useCommand('/api/v1/users/{id}/disable', { done: close });
  const enable = useCommand('/api/v1/users/{id}/enable', { done: close });
  const sessions = useCommand('/api/v1/users/{id}/end_sessions', { done: close });
  const factor = useCommand('/api/v1/users/{id}/reset_second_factor', { done: close });
  const open = (next: Act) => {
    for (const command of [disable, enable, sessions, factor]) command.renew();
    setAct(next);
  };
  const own = me.user === user.user;
  return (
    <Section title={t('ui-administration-account-acts')}>
      <p className={styles['quiet']}>{t('ui-administration-account-acts-text')}</p>
      <Space wrap>
        <Button onClick={() => open('password')}>{t('ui-administration-password-reset')}</Button>
        <Button onClick={() => open('factor')}>{t('ui-administration-factor-reset')}</Button>
        <Button onClick={() => open('sessions')}>{t('ui-administration-sessions-end')}</Button>
        {user.disabled_at ? (
          <Button onClick={() => open('enable')}>{t('ui-administration-enable')}</Button>
        ) : (
          <Button danger disabled={own} onClick={() => open('disable')}>
            {t('ui-administration-disable')}
          </Button>
        )}
      </Space>
      {act === 'password' && <Reset user={user} close={close} />}
      {act === 'disable' && (
        <Ask
          danger
          title={t('ui-administration-disable-title', { login: user.login })}
          consequence={t('ui-administration-disable-text')}
          confirm={t('ui-administration-disable')}
          command={disable}
          act={() => void disable.run({ path, body: {} })}
          close={close}
        />
      )}
      {act === 'enable' && (
        <Ask
          title={t('ui-administration-enable-title', { login: user.login })}
          consequence={t('ui-administration-enable-text')}
          confirm={t('ui-administration-enable')}
          command={enable}
          act={() => void enable.run({ path, body: {} })}
          close={close}
        />
      )}
      {act === 'sessions' && (
        <Ask
          title={t('ui-administration-sessions-end-title', { login: user.login })}
          consequence={t('ui-administration-sessions-end-text')}
          confirm={t('ui-administration-sessions-end')}
          command={sessions}
          act={() => void sessions.run({ path, body: { api_keys: keys } })}
          close={close}
        >
          <Checkbox
            className={styles['spaced'] ?? ''}
            checked={keys}
            onChange={({ target }) => setKeys(target.checked)}
          >
            {t('ui-administration-keys-too')}
          </Checkbox>
        </Ask>
      )}
      {act === 'factor' && (
        <Ask
          title={t('ui-administration-factor-reset-title', { login: user.login })}
          consequence={t('ui-administration-factor-reset-text')}
          confirm={t('ui-administration-factor-reset')}
          command={factor}
          act={() => void factor.run({ path, body: {} })}
          close={close}
        />
      )}
    </Section>
  );
}

/** A new first password: shown while the dialog is open, and nowhere afterwards. */
function Reset({ user, close }: { user: Schema<'UserDetail'>; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<{ password: string }>();
  const [done, setDone] = useState<string>();
  const reset = useCommand('/api/v1/users/{id}/reset_password', {
    done: () => setDone(form.getFieldValue('password') as string),
  });
  return (
    <Modal
      open
      title={t('ui-administration-password-reset-title', { login: user.login })}
      onCancel={close}
      footer={
        done
          ? [
              <Button key="done" type="primary" onClick={close}>
                {t('ui-administration-handed')}
              </Button>,
            ]
          : [
              <Button key="close" onClick={close}>
                {t('ui-cancel')}
              </Button>,
              <Button
                key="act"
                type="primary"
                danger
                loading={reset.pending}
                disabled={reset.barred}
                onClick={() => form.submit()}
              >
                {t('ui-administration-password-reset')}
              </Button>,
            ]
      }
    >
      {done ? (
        <>
          <p>{t('ui-administration-user-made-text')}</p>
          <code className={styles['secret']}>{done}</code>
        </>
      ) : (
        <Form<{ password: string }>
          name="new-password"
          form={form}
          layout="vertical"
          initialValues={{ password: freshPassword() }}
          onFinish={({ password }) => void reset.run({ path: { id: user.user }, body: { password } })}
        >
          <p>{t('ui-administration-password-reset-text')}</p>
          <PasswordField refused={reset.field('password')} />
          <Problem error={reset.problem} />
        </Form>
      )}
    </Modal>
  );
}
