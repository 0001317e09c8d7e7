// Before something that cannot be taken back, or that hits others: what will happen, in words, and a button that says
// what it does. Nothing is done by closing the dialog.
import { Alert, Button, Checkbox, Form, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ApiError } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { TextField } from './fields';
import { clean } from './input';
import { Problem } from './states';

/** What of a command the dialog needs; a `useCommand` fits. */
export interface Asked {
  pending: boolean;
  problem: ApiError | null;
  barred?: boolean;
  field?: (name: string) => { validateStatus?: 'error'; help?: string };
}

export interface AskProps {
  title: ReactNode;
  /** What will happen, to whom, and whether it can be taken back. */
  consequence: ReactNode;
  /** What the button says: a verb, never "OK". */
  confirm: string;
  /** Red: it cannot be taken back. */
  danger?: boolean;
  /** Asks why; the form holds it as `reason`. */
  reason?: TextKey;
  /** Most letters of the reason. */
  max?: number;
  /** A sentence to be ticked first, where much hangs on it. */
  tick?: string;
  command: Asked;
  /** Called with the reason, empty where none is asked. */
  act: (reason: string) => void;
  close: () => void;
  children?: ReactNode;
}

export function Ask({
  title,
  consequence,
  confirm,
  danger,
  reason,
  max = 500,
  tick,
  command,
  act,
  close,
  children,
}: AskProps) {
  const { t } = useT();
  const [form] = Form.useForm<{ reason?: string }>();
  const [ticked, setTicked] = useState(false);
  return (
    <Modal
      open
      title={title}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="act"
          type="primary"
          danger={danger ?? false}
          loading={command.pending}
          disabled={(command.barred ?? false) || (tick !== undefined && !ticked)}
          onClick={() => form.submit()}
        >
          {confirm}
        </Button>,
      ]}
    >
      <Form name="ask" form={form} layout="vertical" onFinish={(values) => act(clean(values).reason ?? '')}>
        <Alert type={danger ? 'error' : 'warning'} title={consequence} />
        {children}
        {reason && (
          <TextField
            name="reason"
            label={reason}
            max={max}
            multiline
            required
            {...(command.field ? { refused: command.field('reason') } : {})}
          />
        )}
        {tick !== undefined && (
          <Form.Item>
            <Checkbox checked={ticked} onChange={({ target }) => setTicked(target.checked)}>
              {tick}
            </Checkbox>
          </Form.Item>
        )}
      </Form>
      {command.barred && <Alert type="info" title={t('ui-ask-past')} />}
      <Problem error={command.problem} />
    </Modal>
  );
}
