// Lifting before the end: on a basis of its own, one order or several.
import { Form, Modal } from 'antd';
import { useEffect } from 'react';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { oneLine, Problem, TextField } from '@/parts';

interface Values {
  basis: string;
}

export function Lift({ id, close }: { id: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<Values>();
  const command = useCommand('/api/v1/orders/{id}/lift', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-isolation-lift')}
      onCancel={close}
      okText={t('ui-isolation-lift')}
      okButtonProps={{ loading: command.pending, disabled: command.barred, danger: true }}
      onOk={() => form.submit()}
    >
      <p>{t('ui-isolation-lift-hint')}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={({ basis }) => void command.run({ path: { id }, body: { basis: oneLine(basis) } })}
      >
        <TextField
          name="basis"
          label="ui-isolation-basis"
          hint="ui-isolation-lift-basis-hint"
          max={300}
          required
          refused={command.field('basis')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}

export function LiftSeveral({
  count,
  lift,
  close,
}: {
  count: number;
  lift: (basis: string) => void;
  close: () => void;
}) {
  const { t } = useT();
  const [form] = Form.useForm<Values>();
  return (
    <Modal
      open
      title={t('ui-isolation-lift-several', { count })}
      onCancel={close}
      okText={t('ui-isolation-lift')}
      okButtonProps={{ danger: true }}
      onOk={() => form.submit()}
    >
      <p>{t('ui-isolation-lift-hint')}</p>
      <Form<Values> form={form} layout="vertical" onFinish={({ basis }) => lift(oneLine(basis))}>
        <TextField
          name="basis"
          label="ui-isolation-basis"
          hint="ui-isolation-lift-basis-hint"
          max={300}
          required
        />
      </Form>
    </Modal>
  );
}
