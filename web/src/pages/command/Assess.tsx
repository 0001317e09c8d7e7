// A judgement of the situation: how great the risk is, how sure that is, why, and until when one may rely on it.
import { App, Form, Modal, Select } from 'antd';
import { useEffect } from 'react';
import { isReceipt, useCommand } from '@/api';
import { useT } from '@/i18n';
import { AreaField, clean, DayField, Problem, TextField, useDraft } from '@/parts';

const RISKS = ['low', 'moderate', 'high', 'very_high'] as const;
const CONFIDENCES = ['low', 'satisfactory', 'high'] as const;

interface Values {
  area: string;
  risk: (typeof RISKS)[number];
  confidence: (typeof CONFIDENCES)[number];
  reasoning: string;
  review_on: string;
}

export function Assess({
  area,
  done,
  close,
}: {
  area: string | undefined;
  /** Is told the new judgement. */
  done?: (id: string) => void;
  close: () => void;
}) {
  const { t, word } = useT();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>('assessment');
  const command = useCommand('/api/v1/assessments', {
    done: (answer) => {
      keep(undefined);
      const made = isReceipt(answer) && answer.facts.find(({ kind }) => kind === 'situation_assessed');
      if (made) done?.(made.subject.id);
      void message.success(t('ui-command-assessed'));
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const required = (field: string) => [{ required: true, message: t('ui-input-required', { field }) }];
  return (
    <Modal
      open
      title={t('ui-command-assess')}
      onCancel={close}
      okText={t('ui-supervision-record')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ area, ...draft }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={(values) => void command.run({ body: clean(values) })}
      >
        <AreaField name="area" label="ui-supervision-area" required refused={command.field('area')} />
        <Form.Item name="risk" label={t('ui-command-risk')} rules={required(t('ui-command-risk'))}>
          <Select options={RISKS.map((value) => ({ value, label: word('risk', value) }))} />
        </Form.Item>
        <Form.Item
          name="confidence"
          label={t('ui-command-confidence')}
          rules={required(t('ui-command-confidence'))}
        >
          <Select options={CONFIDENCES.map((value) => ({ value, label: word('confidence', value) }))} />
        </Form.Item>
        <TextField
          name="reasoning"
          label="ui-command-reasoning"
          max={10_000}
          rows={5}
          multiline
          required
          refused={command.field('reasoning')}
        />
        <DayField
          name="review_on"
          label="ui-command-review-on"
          hint="ui-command-review-on-hint"
          required
          refused={command.field('review_on')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
