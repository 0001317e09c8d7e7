// The sight of one record outside one's reach, in an emergency: for an hour, with a ground and a reason. The area that
// owns the record is told at once, and reviews it within a day.
import { Alert, Button, Form, Radio, Select } from 'antd';
import { useEffect } from 'react';
import { useCommand, type Body } from '@/api';
import { useT } from '@/i18n';
import { clean, Problem, Section, TextField } from '@/parts';
import styles from './people.module.css';

const GROUNDS = ['life_at_risk', 'transfer', 'urgent_tracing', 'legal_request', 'other'] as const;
const MINUTES = [30, 60] as const;

interface Values {
  ground: (typeof GROUNDS)[number];
  reason: string;
  minutes: number;
}

export function BreakGlass({
  kind = 'person',
  id,
  opened,
}: {
  kind?: Body<'/api/v1/break_glass'>['kind'];
  id: string;
  opened: () => void;
}) {
  const { t, word } = useT();
  const [form] = Form.useForm<Values>();
  const command = useCommand('/api/v1/break_glass', { done: opened });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Section title={t('ui-people-glass')}>
      <Alert type="warning" showIcon title={t('ui-people-glass-hint')} />
      <Form<Values>
        form={form}
        layout="vertical"
        className={styles['glass'] ?? ''}
        initialValues={{ minutes: 60 }}
        onFinish={(values) => void command.run({ body: { kind, id, ...clean(values) } })}
      >
        <Form.Item
          name="ground"
          label={t('ui-people-glass-ground')}
          rules={[
            { required: true, message: t('ui-input-required', { field: t('ui-people-glass-ground') }) },
          ]}
          {...command.field('ground')}
        >
          <Radio.Group options={GROUNDS.map((value) => ({ value, label: word('ground', value) }))} />
        </Form.Item>
        <TextField
          name="reason"
          label="ui-people-glass-reason"
          hint="ui-people-glass-reason-hint"
          max={500}
          multiline
          required
          refused={command.field('reason')}
        />
        <Form.Item name="minutes" label={t('ui-people-glass-minutes')} {...command.field('minutes')}>
          <Select
            options={MINUTES.map((value) => ({ value, label: t('ui-span-minutes', { count: value }) }))}
          />
        </Form.Item>
        <Button danger type="primary" htmlType="submit" loading={command.pending} disabled={command.barred}>
          {t('ui-people-glass-open')}
        </Button>
      </Form>
      <Problem error={command.problem} />
    </Section>
  );
}
