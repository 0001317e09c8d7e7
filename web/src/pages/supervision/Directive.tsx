// A directive, split into problems: each with a unit that mends it and a deadline.
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useEffect, useMemo } from 'react';
import { useAddress } from '@/address';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { clean, InstantField, Problem, Said, TextField, useAreas, useDraft, useUnits } from '@/parts';
import { useMe } from '@/session';
import styles from './supervision.module.css';

const SEVERITIES = ['minor', 'major', 'critical'] as const;
interface Listed {
  title: string;
  unit: string;
  due_at: string;
  severity: string;
}
export interface Values {
  area: string;
  title: string;
  source: string;
  problems: Partial<Listed>[];
}

/** The form of a directive. With `begin` it starts from that, and not from what was typed before. */
export function Directive({ begin, close }: { begin?: Partial<Values>; close: () => void }) {
  const { t, text, word } = useT();
  const { message } = App.useApp();
  const { area } = useAddress();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>('directive');
  const areas = useAreas();
  const units = useUnits();
  const areaOptions = useMemo(() => {
    const may = me.actions.find(({ action }) => action === 'issue_directives')?.areas ?? [];
    return [...(areas?.values() ?? [])]
      .filter((one) => one.path.some((code) => may.includes(code)))
      .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
      .map((one) => ({
        value: one.code,
        label: text(one.name),
        find: `${one.code} ${one.name.zh} ${one.name.en}`.toLowerCase(),
      }));
  }, [areas, text, me]);
  const unitOptions = useMemo(
    () =>
      [...(units?.values() ?? [])].map((one) => {
        const where = areas?.get(one.area);
        const label = `${text(one.name)}${where ? ` · ${text(where.name)}` : ''}`;
        return {
          value: one.id,
          label: <Said text={label} />,
          find: `${label} ${one.name.zh} ${one.name.en}`.toLowerCase(),
        };
      }),
    [units, areas, text],
  );
  const command = useCommand('/api/v1/directives', {
    done: () => {
      if (!begin) keep(undefined);
      void message.success(t('ui-supervision-directive-done'));
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const found = {
    filterOption: (typed: string, option?: { find: string }) =>
      option?.find.includes(typed.trim().toLowerCase()) ?? false,
  };
  const required = (field: string) => [{ required: true, message: t('ui-input-required', { field }) }];

  return (
    <Modal
      open
      width={760}
      title={t('ui-supervision-directive-issue')}
      onCancel={close}
      okText={t('ui-supervision-directive-send')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{
          area: area ?? me.grants[0]?.area,
          problems: [{ severity: 'major' }],
          ...(begin ?? draft),
        }}
        onValuesChange={(_, values) => !begin && keep(values)}
        onFinish={(values) => {
          const body = clean(values);
          void command.run({ body: { ...body, problems: body.problems as Listed[] } });
        }}
      >
        <TextField
          name="title"
          label="ui-supervision-directive-title"
          max={300}
          required
          refused={command.field('title')}
        />
        <TextField
          name="source"
          label="ui-supervision-directive-source"
          hint="ui-supervision-directive-source-hint"
          max={300}
          required
          refused={command.field('source')}
        />
        <Form.Item
          name="area"
          label={t('ui-supervision-area')}
          rules={required(t('ui-supervision-area'))}
          {...command.field('area')}
        >
          <Select showSearch={found} options={areaOptions} />
        </Form.Item>
        <Form.List name="problems">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <fieldset key={key} className={styles['listed']}>
                  <legend>
                    {t('ui-supervision-problem-nth', { nth: name + 1 })}{' '}
                    {fields.length > 1 && (
                      <Button
                        type="text"
                        size="small"
                        icon={<DeleteOutlined aria-hidden />}
                        aria-label={t('ui-supervision-problem-drop', { nth: name + 1 })}
                        onClick={() => remove(name)}
                      />
                    )}
                  </legend>
                  <Form.Item
                    name={[name, 'title']}
                    label={t('ui-supervision-problem')}
                    rules={required(t('ui-supervision-problem'))}
                  >
                    <Input maxLength={300} autoComplete="off" />
                  </Form.Item>
                  <div className={styles['listedRow']}>
                    <Form.Item
                      name={[name, 'unit']}
                      label={t('ui-supervision-mends')}
                      rules={required(t('ui-supervision-mends'))}
                    >
                      <Select showSearch={found} options={unitOptions} />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'severity']}
                      label={t('ui-supervision-severity')}
                      rules={required(t('ui-supervision-severity'))}
                    >
                      <Select
                        options={SEVERITIES.map((value) => ({ value, label: word('weight', value) }))}
                      />
                    </Form.Item>
                    <InstantField name={[name, 'due_at']} label="ui-supervision-due" required />
                  </div>
                </fieldset>
              ))}
              <Button icon={<PlusOutlined aria-hidden />} onClick={() => add({ severity: 'major' })}>
                {t('ui-supervision-problem-add')}
              </Button>
            </>
          )}
        </Form.List>
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
