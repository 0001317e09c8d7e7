// What must be done before anything else is allowed: a password of one's own, a second factor.
import { Alert, Button, Form, Input, QRCode } from 'antd';
import { useState } from 'react';
import { call, useGet, usePost, type Schema } from '@/api';
import { useT } from '@/i18n';
import { codeOf } from '@/parts/input';
import { Problem } from '@/parts/states';
import type { Me } from '@/session';
import { leave } from '@/session/begin';
import { refreshMe } from '@/session/store';
import { LanguageSwitch } from '../UserMenu';
import styles from '../shell.module.css';

async function again(): Promise<void> {
  const { data } = await call('get', '/api/v1/sessions/current', {});
  refreshMe(data as Schema<'Me'>);
}

export default function FirstSteps({ me }: { me: Me }) {
  const { t } = useT();
  return (
    <main className={styles['entry']}>
      <div className={styles['entryBox']}>
        <h1>{t(me.due === 'second_factor' ? 'ui-due-factor' : 'ui-due-password')}</h1>
        {me.due === 'second_factor' ? <SecondFactor /> : <OwnPassword />}
        <div className={styles['entryFoot']}>
          <LanguageSwitch />
          <Button type="link" onClick={() => void leave()}>
            {t('ui-log-out')}
          </Button>
        </div>
      </div>
    </main>
  );
}

interface Passwords {
  present: string;
  password: string;
  repeated: string;
}

function OwnPassword() {
  const { t } = useT();
  const change = usePost('/api/v1/sessions/current/change_password', { done: () => void again() });
  return (
    <Form<Passwords>
      layout="vertical"
      requiredMark={false}
      onFinish={({ present, password }) => void change.run({ body: { present, password } })}
    >
      <p>{t('ui-due-password-text')}</p>
      <Form.Item
        name="present"
        label={t('ui-password-present')}
        rules={[{ required: true, message: t('ui-log-in-password-missing') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('ui-password-new')}
        extra={t('ui-password-rule')}
        rules={[{ required: true, min: 10, message: t('ui-password-rule') }]}
        {...change.field('password')}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={t('ui-password-repeated')}
        dependencies={['password']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('ui-password-differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Problem error={change.problem} />
      <Button type="primary" htmlType="submit" block loading={change.pending}>
        {t('ui-password-set')}
      </Button>
    </Form>
  );
}

function SecondFactor() {
  const { t } = useT();
  const state = useGet('/api/v1/second_factor', {}, { now: true });
  const [secret, setSecret] = useState<Schema<'Secret'>>();
  const [codes, setCodes] = useState<readonly string[]>();
  const enrol = usePost('/api/v1/second_factor/enrol', { done: setSecret });
  const confirm = usePost('/api/v1/second_factor/confirm', {
    done: ({ recovery_codes: shown }) => setCodes(shown),
  });
  if (codes) {
    return (
      <>
        <Alert type="warning" showIcon title={t('ui-factor-codes')} />
        <ol className={styles['codes']}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <Button type="primary" block onClick={() => void again()}>
          {t('ui-factor-kept')}
        </Button>
      </>
    );
  }
  if (!secret) {
    return (
      <Form<{ password: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }) => void enrol.run({ body: { password } })}
      >
        <p>{t('ui-due-factor-text')}</p>
        <Problem error={state.error} retry={state.refetch} />
        <Form.Item
          name="password"
          label={t('ui-password-present')}
          rules={[{ required: true, message: t('ui-log-in-password-missing') }]}
        >
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Problem error={enrol.problem} />
        <Button type="primary" htmlType="submit" block loading={enrol.pending}>
          {t('ui-factor-begin')}
        </Button>
      </Form>
    );
  }
  return (
    <Form<{ code: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }) => void confirm.run({ body: { code: codeOf(code) } })}
    >
      <p>{t('ui-factor-scan')}</p>
      <QRCode value={secret.url} bordered={false} aria-label={t('ui-factor-picture')} />
      <p>
        {t('ui-factor-secret')} <code>{secret.secret}</code>
      </p>
      <Form.Item
        name="code"
        label={t('ui-log-in-code')}
        rules={[{ required: true, message: t('ui-log-in-code-missing') }]}
      >
        <Input autoComplete="one-time-code" inputMode="numeric" autoFocus />
      </Form.Item>
      <Problem error={confirm.problem} />
      <Button type="primary" htmlType="submit" block loading={confirm.pending}>
        {t('ui-factor-confirm')}
      </Button>
    </Form>
  );
}
