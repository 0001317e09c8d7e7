// The field of a first password, with one made by chance beside it.
import { Button, Form, Input, Space } from 'antd';
import type { FormItemProps } from 'antd';
import { useT } from '@/i18n';
import { freshPassword } from './password';

export function PasswordField({ refused }: { refused: Pick<FormItemProps, 'validateStatus' | 'help'> }) {
  const { t } = useT();
  const form = Form.useFormInstance();
  return (
    <Form.Item
      label={t('ui-administration-password')}
      extra={t('ui-administration-password-hint')}
      required
      {...refused}
    >
      <Space.Compact block>
        <Form.Item
          name="password"
          noStyle
          rules={[{ required: true, min: 10, message: t('ui-password-rule') }]}
        >
          <Input
            aria-label={t('ui-administration-password')}
            autoComplete="new-password"
            spellCheck={false}
          />
        </Form.Item>
        <Button onClick={() => form.setFieldValue('password', freshPassword())}>
          {t('ui-administration-password-make')}
        </Button>
      </Space.Compact>
    </Form.Item>
  );
}
