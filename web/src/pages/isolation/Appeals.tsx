// Objections of the person bound: taken down here or filed by himself, and decided with a reason.
import { Alert, Button, Form, Modal, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { clean, Empty, Mark, Problem, RecordTable, Said, Section, TextField, When } from '@/parts';
import { useMay } from '@/session';
import { isOver, openAppeal, type Order } from './words';

export function Appeals({ one }: { one: Order }) {
  const { t, word } = useT();
  const may = useMay();
  const [open, setOpen] = useState<'appeal' | 'decide'>();
  const waiting = openAppeal(one);
  return (
    <Section
      title={t('ui-isolation-appeals')}
      extra={
        !isOver(one) && !waiting ? (
          <Button onClick={() => setOpen('appeal')}>{t('ui-isolation-appeal')}</Button>
        ) : undefined
      }
    >
      {waiting && (
        <Alert
          type="warning"
          showIcon
          title={t('ui-isolation-appeal-waits')}
          action={
            may('decide_appeals') ? (
              <Button type="primary" onClick={() => setOpen('decide')}>
                {t('ui-isolation-decide')}
              </Button>
            ) : undefined
          }
        />
      )}
      {one.appeals.length === 0 ? (
        <Empty>{t('ui-isolation-appeals-none')}</Empty>
      ) : (
        <RecordTable
          rows={one.appeals}
          rowId={(row) => row.at}
          columns={[
            { id: 'at', label: 'ui-isolation-appeal-at', cell: (row) => <When at={row.at} /> },
            {
              id: 'grounds',
              label: 'ui-isolation-appeal-grounds',
              wraps: true,
              cell: (row) => <Said text={row.grounds} />,
            },
            {
              id: 'by',
              label: 'ui-isolation-appeal-by',
              cell: (row) =>
                t(row.by_notice ? 'ui-isolation-appeal-by-notice' : 'ui-isolation-appeal-taken-down'),
            },
            {
              id: 'outcome',
              label: 'ui-isolation-appeal-outcome',
              cell: (row) =>
                row.outcome ? (
                  <>
                    <Mark tone={row.outcome === 'upheld' ? 'done' : 'plain'}>
                      {word('outcome', row.outcome)}
                    </Mark>{' '}
                    {row.reason && <Said text={row.reason} />}
                  </>
                ) : (
                  <Mark tone="warn">{t('ui-isolation-appeal-open')}</Mark>
                ),
            },
          ]}
        />
      )}
      {open === 'appeal' && <Appeal id={one.id} close={() => setOpen(undefined)} />}
      {open === 'decide' && (
        <Decide id={one.id} grounds={waiting?.grounds ?? ''} close={() => setOpen(undefined)} />
      )}
    </Section>
  );
}

function Appeal({ id, close }: { id: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<{ grounds: string }>();
  const command = useCommand('/api/v1/orders/{id}/appeal', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-isolation-appeal')}
      onCancel={close}
      okText={t('ui-isolation-appeal')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<{ grounds: string }>
        form={form}
        layout="vertical"
        onFinish={(values) => void command.run({ path: { id }, body: clean(values) })}
      >
        <TextField
          name="grounds"
          label="ui-isolation-appeal-grounds"
          hint="ui-isolation-appeal-hint"
          max={2000}
          multiline
          rows={5}
          required
          refused={command.field('grounds')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}

interface Decision {
  upheld: boolean;
  reason: string;
}

function Decide({ id, grounds, close }: { id: string; grounds: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<Decision>();
  const command = useCommand('/api/v1/orders/{id}/decide_appeal', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-isolation-decide')}
      onCancel={close}
      okText={t('ui-isolation-decide')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <blockquote>
        <Said text={grounds} />
      </blockquote>
      <Form<Decision>
        form={form}
        layout="vertical"
        onFinish={(values) => void command.run({ path: { id }, body: clean(values) })}
      >
        <Form.Item
          name="upheld"
          label={t('ui-isolation-appeal-outcome')}
          rules={[
            { required: true, message: t('ui-input-required', { field: t('ui-isolation-appeal-outcome') }) },
          ]}
        >
          <Radio.Group
            options={[
              { value: true, label: t('ui-isolation-uphold') },
              { value: false, label: t('ui-isolation-reject') },
            ]}
          />
        </Form.Item>
        <TextField
          name="reason"
          label="ui-isolation-reason"
          hint="ui-isolation-decide-hint"
          max={2000}
          multiline
          required
          refused={command.field('reason')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
