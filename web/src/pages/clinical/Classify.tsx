// A class with its reason, against the version that was read. The example of a command: nothing doubled, nothing typed
// is lost, a conflict is shown field by field.
import { Button, Form, Modal, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { clean, EditConflict, isConflict, Problem, TextField, useDraft } from '@/parts';
import { CLASSES, type Class } from './words';

interface Values {
  classification: Class;
  reason: string;
}

export function Classify({
  one,
  version,
  close,
}: {
  one: Schema<'Case'>;
  version: string | undefined;
  close: () => void;
}) {
  const { t, word } = useT();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>(`classify:${one.id}`);
  // The record as it was when the form was opened: that is what the decision is about.
  const [read, setRead] = useState({ one, version });
  const now = useGet('/api/v1/cases/{id}', { path: { id: one.id } });
  const command = useCommand('/api/v1/cases/{id}/classify', {
    done: () => {
      keep(undefined);
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const send = (values: Values, against = read.version) => {
    const body = clean(values);
    void command.run({ path: { id: one.id }, body, version: against });
  };
  const conflict = isConflict(command.problem);

  return (
    <Modal
      open
      title={t('ui-clinical-classify-title', { number: one.number })}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="send"
          type="primary"
          loading={command.pending}
          disabled={command.barred || conflict}
          onClick={() => form.submit()}
        >
          {t('ui-clinical-classify-send')}
        </Button>,
      ]}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ classification: one.classification, ...draft }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={(values) => send(values)}
      >
        <Form.Item name="classification" label={t('ui-clinical-class')} {...command.field('classification')}>
          <Radio.Group
            vertical
            options={CLASSES.map((value) => ({ value, label: word('classification', value) }))}
          />
        </Form.Item>
        <TextField
          name="reason"
          label="ui-clinical-reason"
          hint="ui-clinical-reason-hint"
          max={500}
          multiline
          required
          refused={command.field('reason')}
        />
      </Form>
      {conflict ? (
        <EditConflict
          before={read.one}
          after={now.version === read.version ? undefined : now.data?.case}
          fields={[
            {
              label: t('ui-clinical-class'),
              value: (record) => word('classification', record.classification),
            },
            { label: t('ui-clinical-reason'), value: (record) => record.manual_reason },
            {
              label: t('ui-clinical-state'),
              value: (record) => word('casestate', record.status),
            },
            { label: t('ui-clinical-onset'), value: (record) => record.onset_on },
          ]}
          again={() => {
            if (!now.data) return;
            setRead({ one: now.data.case, version: now.version });
            send(form.getFieldsValue(), now.version);
          }}
        />
      ) : (
        <Problem error={command.problem} />
      )}
    </Modal>
  );
}
