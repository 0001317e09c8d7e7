// Views of a list that somebody keeps: how it was narrowed, and which columns it showed.
import { Button, Form, Popover } from 'antd';
import { DeleteOutlined, StarOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { TextField } from './fields';
import { oneLine } from './input';
import styles from './list.module.css';
import { Said } from './said';
import { Loading, Problem } from './states';

type View = Schema<'SavedView'>;

export interface ViewChoiceProps {
  /** Of which list. */
  list: string;
  /** Names in the address by which the list is narrowed. */
  names: string[];
  /** The columns that were chosen, between spaces; null for the usual ones. */
  columns: string | null;
  keep: (columns: string | null) => void;
}

export function ViewChoice(props: ViewChoiceProps) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={t('ui-views')}
      destroyOnHidden
      content={<Views {...props} close={() => setOpen(false)} />}
    >
      <Button type="text" icon={<StarOutlined aria-hidden />} aria-label={t('ui-views')} title={t('ui-views')} />
    </Popover>
  );
}

function Views({ list, names, columns, keep, close }: ViewChoiceProps & { close: () => void }) {
  const { t } = useT();
  const [search, setSearch] = useSearchParams();
  const [form] = Form.useForm<{ name: string }>();
  const found = useGet('/api/v1/views', {}, { now: true });
  const save = useCommand('/api/v1/views', { done: () => form.resetFields() });
  const forget = useCommand('/api/v1/views/forget');
  // What was forgotten here can be taken back as long as this is open.
  const [gone, setGone] = useState<View[]>([]);
  const views = found.data?.items.filter((view) => view.list === list) ?? [];
  const lost = gone.filter((one) => !views.some((view) => view.name === one.name));

  const show = (view: View) => {
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const name of names) next.delete(name);
      for (const { name, value } of view.query) if (names.includes(name)) next.append(name, value);
      return next;
    });
    keep(view.columns?.join(' ') ?? null);
    close();
  };
  const keepThis = ({ name }: { name: string }) => {
    const query = [...search].filter(([one]) => names.includes(one)).map(([one, value]) => ({ name: one, value }));
    void save.run({
      body: { list, name: oneLine(name), query, ...(columns ? { columns: columns.split(' ') } : {}) },
    });
  };
  return (
    <div className={styles['columns']}>
      <Problem error={found.error ?? save.problem ?? forget.problem} />
      {!found.data && !found.error && <Loading rows={2} />}
      {found.data && views.length === 0 && lost.length === 0 && <p>{t('ui-views-none')}</p>}
      <ul className={styles['views']}>
        {views.map((view) => (
          <li key={view.name}>
            <Button type="link" size="small" onClick={() => show(view)}>
              <Said text={view.name} />
            </Button>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t('ui-views-forget', { name: view.name })}
              title={t('ui-views-forget', { name: view.name })}
              onClick={() => {
                setGone((before) => [...before.filter(({ name }) => name !== view.name), view]);
                void forget.run({ body: { list, name: view.name } });
              }}
            />
          </li>
        ))}
        {lost.map(({ name, query, columns: chosen }) => (
          <li key={name}>
            <s>
              <Said text={name} />
            </s>
            <Button
              type="link"
              size="small"
              onClick={() => void save.run({ body: { list, name, query, ...(chosen ? { columns: chosen } : {}) } })}
            >
              {t('ui-views-restore')}
            </Button>
          </li>
        ))}
      </ul>
      <Form form={form} layout="vertical" onFinish={keepThis}>
        <TextField
          name="name"
          label="ui-views-name"
          hint="ui-views-hint"
          max={100}
          required
          refused={save.field('name')}
        />
        <Button htmlType="submit" size="small" loading={save.pending}>
          {t('ui-views-keep')}
        </Button>
      </Form>
    </div>
  );
}
