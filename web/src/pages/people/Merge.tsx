// Two records of one person: found to be the same, and parted again where that was wrong. Nothing is moved either way.
import { Alert, Button, Form, Modal } from 'antd';
import { useEffect } from 'react';
import { Go } from '@/address';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { clean, PersonName, PersonPicker, Problem, TextField, WithReason } from '@/parts';
import { useMay } from '@/session';

interface Values {
  into: string;
  reason: string;
}

export function Merge({ id, close }: { id: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<Values>();
  const command = useCommand('/api/v1/persons/{id}/merge', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-people-merge')}
      onCancel={close}
      okText={t('ui-people-merge')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <p>{t('ui-people-merge-hint')}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={(values) => void command.run({ path: { id }, body: clean(values) })}
      >
        <Form.Item
          name="into"
          label={t('ui-people-merge-into')}
          rules={[{ required: true, message: t('ui-input-required', { field: t('ui-people-merge-into') }) }]}
          {...command.field('into')}
        >
          <PersonPicker label={t('ui-people-merge-into')} />
        </Form.Item>
        <TextField
          name="reason"
          label="ui-people-reason"
          max={500}
          multiline
          required
          refused={command.field('reason')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}

/** As whom somebody is known, and who is known as him. */
export function Merged({ one }: { one: Schema<'Person'> }) {
  const { t } = useT();
  if (one.merged_into) {
    return (
      <Alert
        type="info"
        showIcon
        title={
          <>
            {t('ui-people-known-as')}{' '}
            <Go to={`/persons/${one.merged_into}`}>
              <PersonName id={one.merged_into} />
            </Go>
          </>
        }
        description={<Part id={one.id} />}
      />
    );
  }
  if (one.merged.length === 0) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('ui-people-also-known', { count: one.merged.length })}
      description={
        <ul>
          {one.merged.map((other) => (
            <li key={other}>
              <PersonName id={other} /> <Part id={other} />
            </li>
          ))}
        </ul>
      }
    />
  );
}

function Part({ id }: { id: string }) {
  const { t } = useT();
  const may = useMay();
  const command = useCommand('/api/v1/persons/{id}/undo_merge');
  if (!may('manage_cases')) return null;
  return (
    <>
      <WithReason
        title={t('ui-people-part')}
        confirm={(reason) => void command.run({ path: { id }, body: { reason } })}
      >
        <Button size="small" loading={command.pending} disabled={command.barred}>
          {t('ui-people-part')}
        </Button>
      </WithReason>
      <Problem error={command.problem} />
    </>
  );
}
