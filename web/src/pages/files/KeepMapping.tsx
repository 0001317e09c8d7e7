// A mapping kept under a name, for everybody who imports in an area.
import { Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { Area, clean, Problem, TextField } from '@/parts';
import { useMe } from '@/session';

export function KeepMapping({ text }: { text: string }) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="link" onClick={() => setOpen(true)}>
        {t('ui-files-keep')}
      </Button>
      {open && <Dialog text={text} close={() => setOpen(false)} />}
    </>
  );
}

interface Values {
  name: string;
  area?: string;
}

function Dialog({ text, close }: { text: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<Values>();
  const { actions } = useMe();
  const allowed = actions.find(({ action }) => action === 'import_cases');
  const areas = [...(allowed?.areas ?? []), ...(allowed?.limited ?? []).map(({ area }) => area)];
  const only = areas[0] ?? '';
  const keep = useCommand('/api/v1/imports/mappings', { done: close });
  return (
    <Modal
      open
      title={t('ui-files-keep-title')}
      onCancel={close}
      okText={t('ui-files-keep')}
      cancelText={t('ui-cancel')}
      confirmLoading={keep.pending}
      onOk={() => form.submit()}
    >
      <Form<Values>
        name="mapping"
        form={form}
        layout="vertical"
        initialValues={{ area: only }}
        onFinish={(values) =>
          void keep.run({ body: { ...clean(values), area: values.area ?? only, mapping: text } })
        }
      >
        <p>{t('ui-files-keep-text')}</p>
        <TextField
          name="name"
          label="ui-files-mapping-name"
          max={200}
          required
          refused={keep.field('name')}
        />
        {areas.length > 1 && (
          <Form.Item name="area" label={t('ui-files-mapping-area')}>
            <Select options={areas.map((code) => ({ value: code, label: <Area code={code} /> }))} />
          </Form.Item>
        )}
      </Form>
      <Problem error={keep.problem} />
    </Modal>
  );
}
