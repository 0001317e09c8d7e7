// A change of areas by a document. What it does to records and rights is said before it is done.
import { Alert, Button, Form, Modal, Radio, Select } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand, useList, type Schema } from '@/api';
import { Localized, useT } from '@/i18n';
import {
  clean,
  CodeField,
  dayIn,
  DayField,
  Problem,
  Said,
  TextField,
  useAreas,
  useNow,
  useZone,
} from '@/parts';
import { useMe } from '@/session';
import styles from '../administration.module.css';
import {
  changesFor,
  ends,
  LEVELS,
  levelBelow,
  requestOf,
  type ChangeKind,
  type ChangeValues,
} from './change';

const CONSEQUENCES = {
  renamed: 'ui-administration-change-renamed',
  founded: 'ui-administration-change-founded',
  moved: 'ui-administration-change-moved',
  recoded: 'ui-administration-change-recoded',
  merged: 'ui-administration-change-merged',
  split: 'ui-administration-change-split',
  abolished: 'ui-administration-change-abolished',
} as const;

export function ChangeArea({ area }: { area: Schema<'Area'> }) {
  const { t } = useT();
  const { actions } = useMe();
  const [open, setOpen] = useState(false);
  const kinds = changesFor(area.path, actions.find(({ action }) => action === 'administer')?.areas ?? []);
  if (kinds.length === 0) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('ui-administration-change')}</Button>
      {open && <Dialog area={area} kinds={kinds} close={() => setOpen(false)} />}
    </>
  );
}

interface DialogProps {
  area: Schema<'Area'>;
  kinds: readonly ChangeKind[];
  close: () => void;
}

/** A new area has a name of its own; one that is renamed begins with what it is called. */
const nameFor = (kind: ChangeKind, { name }: Schema<'Area'>) =>
  kind === 'founded' || kind === 'recoded' ? { zh: '', en: '' } : { zh: name.zh, en: name.en };

function Dialog({ area, kinds, close }: DialogProps) {
  const { t, text, word } = useT();
  const [form] = Form.useForm<ChangeValues>();
  const [kind, setKind] = useState<ChangeKind>(kinds[0] ?? 'founded');
  const zone = useZone();
  const today = dayIn(useNow(), zone);
  const queries = useQueryClient();
  const change = useCommand('/api/v1/areas/change', {
    done: () => {
      // Names of areas are read once; now one is another.
      void queries.invalidateQueries({ queryKey: ['book'] });
      close();
    },
  });
  return (
    <Modal
      open
      width={680}
      title={
        <Localized id="ui-administration-change-title" elems={{ name: <Said text={text(area.name)} /> }}>
          <span />
        </Localized>
      }
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="act"
          type="primary"
          danger={ends(kind)}
          loading={change.pending}
          disabled={change.barred}
          onClick={() => form.submit()}
        >
          {word('areachange', kind)}
        </Button>,
      ]}
    >
      <Form<ChangeValues>
        name="area-change"
        form={form}
        layout="vertical"
        initialValues={{
          kind,
          ...nameFor(kind, area),
          level: levelBelow(area.level),
          zone: area.zone,
          rights: 'end',
          on: today,
          parts: [
            { code: '', zh: '', en: '' },
            { code: '', zh: '', en: '' },
          ],
        }}
        onValuesChange={(some: Partial<ChangeValues>) => {
          if (!some.kind) return;
          setKind(some.kind);
          form.setFieldsValue(nameFor(some.kind, area));
        }}
        onFinish={(values) => void change.run({ body: requestOf(area.code, clean(values)) })}
      >
        <Form.Item name="kind" label={t('ui-administration-change-what')}>
          <Select options={kinds.map((one) => ({ value: one, label: word('areachange', one) }))} />
        </Form.Item>
        <Alert type={ends(kind) ? 'error' : 'warning'} title={t(CONSEQUENCES[kind])} />
        <Details kind={kind} area={area} />
        {ends(kind) && (
          <Form.Item name="rights" label={t('ui-administration-rights')}>
            <Radio.Group
              options={[
                { value: 'end', label: t('ui-administration-rights-end') },
                { value: 'follow', label: t('ui-administration-rights-follow') },
              ]}
            />
          </Form.Item>
        )}
        <DayField
          name="on"
          label="ui-administration-change-on"
          latest={today}
          required
          refused={change.field('on')}
        />
        <TextField
          name="document"
          label="ui-administration-document"
          max={200}
          required
          refused={change.field('document')}
        />
        <TextField
          name="reason"
          label="ui-administration-reason"
          max={500}
          multiline
          required
          refused={change.field('reason')}
        />
      </Form>
      <Problem error={change.problem} />
    </Modal>
  );
}

function Details({ kind, area }: { kind: ChangeKind; area: Schema<'Area'> }) {
  const { t, word } = useT();
  const names = (
    <div className={styles['pair']}>
      <TextField name="zh" label="ui-administration-name-zh" max={100} required={kind !== 'recoded'} />
      <TextField name="en" label="ui-administration-name-en" max={100} />
    </div>
  );
  const code = <CodeField name="code" label="ui-administration-code-new" max={20} required />;
  switch (kind) {
    case 'renamed':
      return names;
    case 'founded':
      return (
        <>
          {code}
          {names}
          <div className={styles['pair']}>
            <Form.Item name="level" label={t('ui-administration-level')}>
              <Select options={LEVELS.map((level) => ({ value: level, label: word('level', level) }))} />
            </Form.Item>
            <TextField name="zone" label="ui-administration-zone" max={60} required />
          </div>
        </>
      );
    case 'moved':
      return <AreaField name="parent" label="ui-administration-parent-new" without={area.code} />;
    case 'recoded':
      return (
        <>
          {code}
          {names}
        </>
      );
    case 'merged':
      return (
        <>
          <AreaField name="into" label="ui-administration-into" level={area.level} without={area.code} />
          <AreaField name="also" label="ui-administration-also" level={area.level} without={area.code} many />
        </>
      );
    case 'split':
      return <Parts area={area} />;
    case 'abolished':
      return null;
  }
}

function AreaField({
  name,
  label,
  level,
  without,
  many = false,
}: {
  name: 'parent' | 'into' | 'also';
  label: 'ui-administration-parent-new' | 'ui-administration-into' | 'ui-administration-also';
  level?: string;
  without: string;
  many?: boolean;
}) {
  const { t, text } = useT();
  const areas = useAreas();
  const options = [...(areas?.values() ?? [])]
    .filter((one) => one.code !== without && (!level || one.level === level))
    .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
    .map((one) => ({ value: one.code, label: `${text(one.name)} ${one.code}` }));
  const rules = many ? [] : [{ required: true, message: t('ui-input-required', { field: t(label) }) }];
  return (
    <Form.Item name={name} label={t(label)} rules={rules}>
      <Select
        {...(many ? { mode: 'multiple' as const } : {})}
        showSearch={{ optionFilterProp: 'label' }}
        options={options}
      />
    </Form.Item>
  );
}

/** The parts into which an area is split; those below it go to one of them. */
function Parts({ area }: { area: Schema<'Area'> }) {
  const { t, text } = useT();
  const below = useList('/api/v1/areas', { query: { parent: area.code, limit: 500 } }, { now: true });
  const children = (below.rows ?? []).map((row) => ({ value: row.code, label: text(row.name) }));
  const parts = Form.useWatch<ChangeValues['parts']>('parts');
  return (
    <>
      <p className={styles['quiet']}>{t('ui-administration-split-text')}</p>
      <Form.List name="parts">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles['part']}>
                <CodeField name={[name, 'code']} label="ui-administration-code" max={20} required />
                <TextField name={[name, 'zh']} label="ui-administration-name-zh" max={100} required />
                <TextField name={[name, 'en']} label="ui-administration-name-en" max={100} />
                <Form.Item name={[name, 'children']} label={t('ui-administration-children')}>
                  <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={children} />
                </Form.Item>
                {fields.length > 2 && (
                  <Button
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t('ui-administration-part-remove')}
                    onClick={() => remove(name)}
                  />
                )}
              </div>
            ))}
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => add({ code: '', zh: '', en: '' })}>
              {t('ui-administration-part-add')}
            </Button>
          </>
        )}
      </Form.List>
      <Form.Item name="heir" label={t('ui-administration-heir')} extra={t('ui-administration-heir-hint')}>
        <Select
          allowClear
          options={(parts ?? [])
            .filter((part) => part?.code)
            .map((part) => ({ value: part.code, label: `${part.zh} ${part.code}` }))}
        />
      </Form.Item>
    </>
  );
}
