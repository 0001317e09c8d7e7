// The second factor of one's own: set up with a picture or by typing, proved, taken away.
import { Alert, Button, Form, Input, Modal, QRCode, Space } from 'antd';
import { useState } from 'react';
import { useGet, usePost, type Schema } from '@/api';
import { useT } from '@/i18n';
import { codeOf, Facts, Loading, Mark, Problem, Section } from '@/parts';
import { useMe } from '@/session';
import styles from '../administration.module.css';

export function SecondFactor() {
  const { t } = useT();
  const me = useMe();
  const found = useGet('/api/v1/second_factor', {}, { now: true });
  const roles = useGet('/api/v1/installation/second_factor_roles', {}, { now: true });
  const [doing, setDoing] = useState<'enrol' | 'remove'>();
  const state = found.data;
  const due = me.grants.some(({ role }) => roles.data?.items.includes(role));
  const close = () => {
    setDoing(undefined);
    void found.refetch();
  };
  return (
    <Section title={t('ui-administration-factor')}>
      <p className={styles['quiet']}>{t('ui-administration-factor-text')}</p>
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!state && !found.error && <Loading rows={1} />}
      {state && (
        <>
          <Facts
            pairs={[
              [
                t('ui-administration-state'),
                <Mark key="state" tone={state.active ? 'done' : due ? 'late' : 'plain'}>
                  {t(state.active ? 'ui-administration-factor-on' : 'ui-administration-factor-off')}
                </Mark>,
              ],
              [t('ui-administration-factor-left'), state.active && String(state.recovery_codes_left)],
              [t('ui-administration-factor-due'), due && t('ui-administration-yes')],
            ]}
          />
          {state.active && state.recovery_codes_left < 3 && (
            <Alert type="warning" title={t('ui-administration-factor-few')} />
          )}
          <Space wrap className={styles['spaced'] ?? ''}>
            <Button onClick={() => setDoing('enrol')}>
              {t(state.active ? 'ui-administration-factor-replace' : 'ui-administration-factor-begin')}
            </Button>
            {state.active && (
              <Button danger onClick={() => setDoing('remove')}>
                {t('ui-administration-factor-remove')}
              </Button>
            )}
          </Space>
        </>
      )}
      {doing === 'enrol' && <Enrol active={state?.active ?? false} close={close} />}
      {doing === 'remove' && <Remove due={due} close={close} />}
    </Section>
  );
}

function Enrol({ active, close }: { active: boolean; close: () => void }) {
  const { t } = useT();
  const [secret, setSecret] = useState<Schema<'Secret'>>();
  const [codes, setCodes] = useState<readonly string[]>();
  const enrol = usePost('/api/v1/second_factor/enrol', { done: setSecret });
  const confirm = usePost('/api/v1/second_factor/confirm', {
    done: ({ recovery_codes: shown }) => setCodes(shown),
  });
  return (
    <Modal
      open
      title={t('ui-administration-factor-begin')}
      footer={null}
      // Codes that are shown once must not be lost by a click beside the dialog.
      mask={{ closable: !codes }}
      closable={!codes}
      keyboard={!codes}
      onCancel={close}
    >
      {codes ? (
        <Codes codes={codes} close={close} />
      ) : !secret ? (
        <Form<{ password: string }>
          name="factor-begin"
          layout="vertical"
          requiredMark={false}
          onFinish={({ password }) => void enrol.run({ body: { password } })}
        >
          <p>{t(active ? 'ui-administration-factor-replace-text' : 'ui-administration-factor-enrol-text')}</p>
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
      ) : (
        <Form<{ code: string }>
          name="factor-confirm"
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }) => void confirm.run({ body: { code: codeOf(code) } })}
        >
          <p>{t('ui-factor-scan')}</p>
          <div className={styles['qr']}>
            <QRCode
              value={secret.url}
              type="svg"
              bordered={false}
              size={200}
              color="#000"
              bgColor="#fff"
              aria-label={t('ui-factor-picture')}
            />
          </div>
          <p>
            {t('ui-factor-secret')} <code className={styles['secret']}>{inFours(secret.secret)}</code>
          </p>
          <Form.Item
            name="code"
            label={t('ui-log-in-code')}
            rules={[{ required: true, message: t('ui-log-in-code-missing') }]}
          >
            <Input autoComplete="one-time-code" inputMode="numeric" autoFocus maxLength={20} />
          </Form.Item>
          <Problem error={confirm.problem} />
          <Button type="primary" htmlType="submit" block loading={confirm.pending}>
            {t('ui-factor-confirm')}
          </Button>
        </Form>
      )}
    </Modal>
  );
}

/** A secret as it can be read aloud. */
const inFours = (text: string) => text.replaceAll(/(.{4})(?=.)/g, '$1 ');

function Codes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const { t } = useT();
  const keep = () => {
    const url = URL.createObjectURL(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'fenghuo-recovery-codes.txt';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
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
      <Button onClick={keep}>{t('ui-administration-factor-keep')}</Button>{' '}
      <Button type="primary" onClick={close}>
        {t('ui-factor-kept')}
      </Button>
    </>
  );
}

function Remove({ due, close }: { due: boolean; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<{ password: string; code: string }>();
  const remove = usePost('/api/v1/second_factor/remove', { done: close });
  return (
    <Modal
      open
      title={t('ui-administration-factor-remove')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button key="act" type="primary" danger loading={remove.pending} onClick={() => form.submit()}>
          {t('ui-administration-factor-remove')}
        </Button>,
      ]}
    >
      <Form<{ password: string; code: string }>
        name="factor-remove"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ password, code }) => void remove.run({ body: { password, code: codeOf(code) } })}
      >
        <Alert
          type="error"
          title={t(due ? 'ui-administration-factor-remove-due' : 'ui-administration-factor-remove-text')}
        />
        <Form.Item
          name="password"
          label={t('ui-password-present')}
          rules={[{ required: true, message: t('ui-log-in-password-missing') }]}
        >
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('ui-log-in-code')}
          extra={t('ui-log-in-code-hint')}
          rules={[{ required: true, message: t('ui-log-in-code-missing') }]}
        >
          <Input autoComplete="one-time-code" maxLength={60} />
        </Form.Item>
      </Form>
      <Problem error={remove.problem} />
    </Modal>
  );
}
