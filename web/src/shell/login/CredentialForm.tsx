// Name and password, then a code where one is asked for. Used by the log-in and by the dialog that renews a session.
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { call } from '@/api';
import { asApiError, type ApiError } from '@/api/problem';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { codeOf } from '@/parts/input';
import { Problem } from '@/parts/states';

interface Values {
  login: string;
  password: string;
  code?: string;
}

export function CredentialForm({
  login,
  done,
}: {
  /** Whose session is renewed: nobody else's. */
  login?: string;
  done: (session: Schema<'Session'>) => void;
}) {
  const { t } = useT();
  const [wantsCode, setWantsCode] = useState(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);

  const submit = async (values: Values) => {
    if (pending) return;
    setPending(true);
    setProblem(null);
    try {
      const code = values.code ? codeOf(values.code) : undefined;
      const body = {
        login: login ?? values.login.trim(),
        password: values.password,
        ...(code ? { code } : {}),
      };
      const { data } = await call('post', '/api/v1/sessions', { body });
      done(data as Schema<'Session'>);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.type === 'access.code_needed') setWantsCode(true);
      else setProblem(error);
    } finally {
      setPending(false);
    }
  };

  const need = (message: string) => [{ required: true, message }];
  return (
    <Form<Values>
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => void submit(values)}
      {...(login ? { initialValues: { login } } : {})}
    >
      <Form.Item
        name="login"
        label={t('ui-log-in-name')}
        rules={need(t('ui-log-in-name-missing'))}
        hidden={wantsCode}
      >
        <Input
          autoComplete="username"
          autoFocus={!login}
          disabled={!!login}
          spellCheck={false}
          autoCapitalize="none"
          size="large"
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('ui-log-in-password')}
        rules={need(t('ui-log-in-password-missing'))}
        hidden={wantsCode}
      >
        <Input.Password autoComplete="current-password" autoFocus={!!login} size="large" />
      </Form.Item>
      {wantsCode && (
        <Form.Item
          name="code"
          label={t('ui-log-in-code')}
          extra={t('ui-log-in-code-hint')}
          rules={need(t('ui-log-in-code-missing'))}
        >
          <Input autoComplete="one-time-code" inputMode="numeric" autoFocus size="large" maxLength={40} />
        </Form.Item>
      )}
      <Problem error={problem} />
      <Button type="primary" htmlType="submit" loading={pending} block size="large">
        {t(wantsCode ? 'ui-log-in-code-send' : 'ui-log-in')}
      </Button>
      {wantsCode && (
        <Button type="link" block onClick={() => setWantsCode(false)}>
          {t('ui-log-in-back')}
        </Button>
      )}
    </Form>
  );
}
