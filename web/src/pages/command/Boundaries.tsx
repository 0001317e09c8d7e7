// Brings the map: a file of GeoJSON that an office may show. It is checked by the server before anything is taken in.
import { Alert, Button, Form, Modal, Select, Upload } from 'antd';
import { InboxOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { clean, Problem, TextField, useAreas } from '@/parts';
import { readBoundaries, type ReadFile } from './boundaries';

const PATH = '/api/v1/areas/boundaries';
/** What the server takes in at once, in bytes. */
const LARGEST = 64 * 1024 * 1024;

interface Chosen {
  name: string;
  text: string;
  read: ReadFile;
}
interface Values {
  source: string;
  property: string;
}

export default function Boundaries({ close }: { close: () => void }) {
  const { t } = useT();
  const areas = useAreas();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [chosen, setChosen] = useState<Chosen>();
  const [refused, setRefused] = useState<'unreadable' | 'large'>();
  const [sound, setSound] = useState<number>();
  const check = useCommand(PATH, { done: ({ rows }) => setSound(rows) });
  const take = useCommand(PATH, {
    done: () => {
      void queries.invalidateQueries({ queryKey: ['still', '/api/v1/areas/{code}/boundaries'] });
      close();
    },
  });
  const choose = async (file: File) => {
    setSound(undefined);
    setChosen(undefined);
    setRefused(undefined);
    check.renew();
    take.renew();
    if (file.size > LARGEST) {
      setRefused('large');
      return;
    }
    const text = await file.text();
    const read = readBoundaries(text, (code) => areas?.has(code) ?? false);
    if (!read) {
      setRefused('unreadable');
      return;
    }
    setChosen({ name: file.name, text, read });
    form.setFieldsValue({ property: read.properties[0]?.name ?? 'code' });
  };
  const bodyOf = (values: Values, dryRun: boolean) => ({
    ...clean(values),
    geojson: chosen?.text ?? '',
    dry_run: dryRun,
  });
  const send = (values: Values) => {
    if (sound === undefined) void check.run({ body: bodyOf(values, true) });
    else void take.run({ body: bodyOf(values, false) });
  };
  const problem = check.problem ?? take.problem;

  return (
    <Modal
      open
      title={t('ui-command-boundaries')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="send"
          type="primary"
          loading={check.pending || take.pending}
          disabled={!chosen || take.barred}
          onClick={() => form.submit()}
        >
          {t(sound === undefined ? 'ui-command-boundaries-check' : 'ui-command-boundaries-take')}
        </Button>,
      ]}
    >
      <p>{t('ui-command-boundaries-hint')}</p>
      <Upload.Dragger
        accept=".geojson,.json,application/geo+json,application/json"
        maxCount={1}
        fileList={[]}
        beforeUpload={(file) => {
          void choose(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p>
          {chosen
            ? t('ui-command-boundaries-file', { name: chosen.name, count: chosen.read.features })
            : t('ui-command-boundaries-drop')}
        </p>
      </Upload.Dragger>
      {refused && (
        <Alert
          type="error"
          showIcon
          title={t(refused === 'large' ? 'ui-command-boundaries-large' : 'ui-command-boundaries-unreadable')}
        />
      )}
      {chosen && (
        <Form<Values>
          form={form}
          layout="vertical"
          onFinish={send}
          onValuesChange={() => setSound(undefined)}
          style={{ marginTop: 16 }}
        >
          <Form.Item name="property" label={t('ui-command-boundaries-property')} rules={[{ required: true }]}>
            <Select
              options={
                chosen.read.properties.length > 0
                  ? chosen.read.properties.map(({ name, known }) => ({
                      value: name,
                      label: t('ui-command-boundaries-known', { name, count: known }),
                    }))
                  : [{ value: 'code', label: 'code' }]
              }
            />
          </Form.Item>
          <TextField
            name="source"
            label="ui-command-boundaries-source"
            hint="ui-command-boundaries-source-hint"
            max={200}
            required
          />
        </Form>
      )}
      {sound !== undefined && (
        <Alert type="success" showIcon title={t('ui-command-boundaries-sound', { count: sound })} />
      )}
      <Problem error={problem} />
    </Modal>
  );
}
