// A new password of one's own; one's other sessions end.
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { usePost } from '@/api';
import { useT } from '@/i18n';
import { Problem, Section } from '@/parts';
import styles from '../administration.module.css';

interface Values {
  present: string;
  password: string;
  repeated: string;
}

export function Password() {
  const { t } = useT();
  const [form] = Form.useForm<Values>();
  const [done, setDone] = useState(false);
  const change = usePost('/api/v1/sessions/current/change_password', {
    done: () => {
      setDone(true);
      form.resetFields();
    },
  });
  return (
    <Section title={t('ui-administration-own-password')}>
      <p className={styles['quiet']}>{t('ui-administration-own-password-text')}</p>
      <Form<Values>
        name="password"
        form={form}
        layout="vertical"
        requiredMark={false}
        className={styles['pair']}
        onValuesChange={() => setDone(false)}
        onFinish={({ present, password }) => void change.run({ body: { present, password } })}
      >
        <Form.Item
          name="present"
          label={t('ui-password-present')}
          rules={[{ required: true, message: t('ui-log-in-password-missing') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('ui-password-new')}
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
        <Button htmlType="submit" loading={change.pending}>
          {t('ui-password-set')}
        </Button>
      </Form>
      <Problem error={change.problem} />
      {done && <Alert type="success" showIcon title={t('ui-administration-own-password-done')} />}
    </Section>
  );
}
