// A directive, split into tasks or problems: each with a unit that does or mends it and a deadline.
import { App, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useEffect, useMemo, useState } from 'react';
import { useAddress } from '@/address';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import { clean, InstantField, Problem, Said, TextField, useAreas, useDraft, useUnits } from '@/parts';
import { useMe } from '@/session';
import { Assess } from '../command/Assess';
import styles from './supervision.module.css';

const SEVERITIES = ['minor', 'major', 'critical'] as const;
const PARTIES = ['territory', 'department', 'unit', 'individual'] as const;
interface Listed {
  title: string;
  unit: string;
  due_at: string;
  /** Of a problem. */
  severity: string;
  /** Of a task. */
  party: (typeof PARTIES)[number];
}
/** What a directive is split into: work to be done, or faults to be mended. */
type Form = 'tasks' | 'problems';
export interface Values {
  area: string;
  title: string;
  source: string;
  form: Form;
  assessment?: string;
  recipients?: string[];
  listed: Partial<Listed>[];
}
const taskOf = ({ title, unit, due_at, party }: Listed) => ({ title, unit, due_at, party });
const problemOf = ({ title, unit, due_at, severity }: Listed) => ({ title, unit, due_at, severity });
const NEW: Partial<Listed> = { severity: 'major', party: 'territory' };

/** The form of a directive. With `begin` it starts from that, and not from what was typed before. */
export function Directive({
  begin,
  as = 'problems',
  close,
}: {
  begin?: Partial<Values>;
  as?: Form;
  close: () => void;
}) {
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
  const shape = (Form.useWatch('form', form) as Form | undefined) ?? begin?.form ?? draft?.form ?? as;
  const [judging, setJudging] = useState(false);
  const judged = useGet(
    '/api/v1/assessments',
    { query: { status: 'current', limit: 100 } },
    { enabled: shape === 'tasks', now: true },
  );
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
          form: as,
          listed: [NEW],
          ...(begin ?? draft),
        }}
        onValuesChange={(_, values) => !begin && keep(values)}
        onFinish={(values) => {
          const { form: split, listed, assessment, ...rest } = clean(values);
          const each = listed as Listed[];
          const body =
            split === 'tasks'
              ? { ...rest, assessment, tasks: each.map(taskOf) }
              : { ...rest, problems: each.map(problemOf) };
          void command.run({ body });
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
        <Form.Item name="form" label={t('ui-supervision-split-into')}>
          <Radio.Group
            options={[
              { value: 'tasks', label: t('ui-supervision-as-tasks') },
              { value: 'problems', label: t('ui-supervision-as-problems') },
            ]}
          />
        </Form.Item>
        {shape === 'tasks' && (
          <Form.Item label={t('ui-supervision-rests-on')} required extra={t('ui-supervision-rests-on-hint')}>
            <div className={styles['beside']}>
              <Form.Item
                name="assessment"
                noStyle
                rules={required(t('ui-supervision-rests-on'))}
                {...command.field('assessment')}
              >
                <Select
                  aria-label={t('ui-supervision-rests-on')}
                  options={(judged.data?.items ?? []).map((one) => ({
                    value: one.id,
                    label: (
                      <Said
                        text={`${word('risk', one.risk)} · ${areas?.get(one.area) ? text(areas.get(one.area)!.name) : one.area} · ${one.review_on}`}
                      />
                    ),
                  }))}
                />
              </Form.Item>
              <Button onClick={() => setJudging(true)}>{t('ui-command-assess')}</Button>
            </div>
          </Form.Item>
        )}
        <Form.Item
          name="recipients"
          label={t('ui-supervision-recipients')}
          extra={t('ui-supervision-recipients-hint')}
        >
          <Select mode="multiple" showSearch={found} options={unitOptions} />
        </Form.Item>
        <Form.List name="listed">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <fieldset key={key} className={styles['listed']}>
                  <legend>
                    {t(shape === 'tasks' ? 'ui-supervision-task-nth' : 'ui-supervision-problem-nth', {
                      nth: name + 1,
                    })}{' '}
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
                    label={t(shape === 'tasks' ? 'ui-command-task' : 'ui-supervision-problem')}
                    rules={required(t(shape === 'tasks' ? 'ui-command-task' : 'ui-supervision-problem'))}
                  >
                    <Input maxLength={300} autoComplete="off" />
                  </Form.Item>
                  <div className={styles['listedRow']}>
                    <Form.Item
                      name={[name, 'unit']}
                      label={t(shape === 'tasks' ? 'ui-command-does' : 'ui-supervision-mends')}
                      rules={required(t(shape === 'tasks' ? 'ui-command-does' : 'ui-supervision-mends'))}
                    >
                      <Select showSearch={found} options={unitOptions} />
                    </Form.Item>
                    {shape === 'tasks' ? (
                      <Form.Item
                        name={[name, 'party']}
                        label={t('ui-command-party')}
                        rules={required(t('ui-command-party'))}
                      >
                        <Select options={PARTIES.map((value) => ({ value, label: word('party', value) }))} />
                      </Form.Item>
                    ) : (
                      <Form.Item
                        name={[name, 'severity']}
                        label={t('ui-supervision-severity')}
                        rules={required(t('ui-supervision-severity'))}
                      >
                        <Select
                          options={SEVERITIES.map((value) => ({ value, label: word('weight', value) }))}
                        />
                      </Form.Item>
                    )}
                    <InstantField name={[name, 'due_at']} label="ui-supervision-due" required />
                  </div>
                </fieldset>
              ))}
              <Button icon={<PlusOutlined aria-hidden />} onClick={() => add(NEW)}>
                {t(shape === 'tasks' ? 'ui-supervision-task-add' : 'ui-supervision-problem-add')}
              </Button>
            </>
          )}
        </Form.List>
      </Form>
      <Problem error={command.problem} />
      {judging && (
        <Assess
          area={form.getFieldValue('area') as string | undefined}
          done={(id) => form.setFieldValue('assessment', id)}
          close={() => setJudging(false)}
        />
      )}
    </Modal>
  );
}
