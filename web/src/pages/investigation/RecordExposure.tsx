// A meeting of two people, or of somebody and a place. The contacts that follow are determined by the rules at once.
import { Button, Checkbox, Form, Modal, Select } from 'antd';
import { useEffect } from 'react';
import { useAddress } from '@/address';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import { clean, InstantField, PersonPicker, Problem, TextField, useDraft, useNow } from '@/parts';
import { EXPOSURE_KINDS } from './words';

interface Values {
  disease: string;
  from: string;
  to: string;
  kind: (typeof EXPOSURE_KINDS)[number];
  started_at: string;
  ended_at: string;
  setting?: string;
  protected?: boolean;
  transmission?: boolean;
}

export function RecordExposure({ close }: { close: () => void }) {
  const { t, word } = useT();
  const { disease } = useAddress();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>('exposure');
  const now = new Date(useNow()).toISOString();
  const editions = useGet('/api/v1/protocols', {}, { still: true, now: true });
  const diseases = [...new Set(editions.data?.items.map((one) => one.disease))]
    .filter((one) => one !== 'any')
    .sort();
  const command = useCommand('/api/v1/exposures', {
    done: () => {
      keep(undefined);
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const send = (values: Values) => {
    const { from, to, protected: shielded, transmission, ...rest } = clean(values);
    void command.run({
      body: {
        ...rest,
        from: { kind: 'person', id: from },
        to: { kind: 'person', id: to },
        protected: shielded ?? false,
        transmission: transmission ?? false,
      },
    });
  };
  const required = (label: string) => ({
    rules: [{ required: true, message: t('ui-input-required', { field: label }) }],
  });
  return (
    <Modal
      open
      title={t('ui-investigation-record')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="send"
          type="primary"
          loading={command.pending}
          disabled={command.barred}
          onClick={() => form.submit()}
        >
          {t('ui-investigation-record')}
        </Button>,
      ]}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ disease, ...draft }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={send}
      >
        <Form.Item
          name="disease"
          label={t('ui-investigation-disease')}
          {...required(t('ui-investigation-disease'))}
          {...command.field('disease')}
        >
          <Select options={diseases.map((value) => ({ value, label: word('disease', value) }))} />
        </Form.Item>
        <Form.Item
          name="from"
          label={t('ui-investigation-end-from')}
          {...required(t('ui-investigation-end-from'))}
          {...command.field('from')}
        >
          <PersonPicker label={t('ui-investigation-end-from')} />
        </Form.Item>
        <Form.Item
          name="to"
          label={t('ui-investigation-end-to')}
          {...required(t('ui-investigation-end-to'))}
          {...command.field('to')}
        >
          <PersonPicker label={t('ui-investigation-end-to')} />
        </Form.Item>
        <Form.Item
          name="kind"
          label={t('ui-investigation-kind')}
          {...required(t('ui-investigation-kind'))}
          {...command.field('kind')}
        >
          <Select options={EXPOSURE_KINDS.map((value) => ({ value, label: word('exposure', value) }))} />
        </Form.Item>
        <InstantField
          name="started_at"
          label="ui-investigation-started"
          required
          latest={now}
          refused={command.field('started_at')}
        />
        <InstantField
          name="ended_at"
          label="ui-investigation-ended"
          required
          latest={now}
          refused={command.field('ended_at')}
        />
        <TextField
          name="setting"
          label="ui-investigation-setting"
          hint="ui-investigation-setting-hint"
          max={60}
          refused={command.field('setting')}
        />
        <Form.Item name="protected" valuePropName="checked" style={{ marginBottom: 4 }}>
          <Checkbox>{t('ui-investigation-protected')}</Checkbox>
        </Form.Item>
        <Form.Item name="transmission" valuePropName="checked">
          <Checkbox>{t('ui-investigation-transmission-said')}</Checkbox>
        </Form.Item>
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
