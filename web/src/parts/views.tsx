// Views of a list that somebody keeps: how it was narrowed, and which columns it showed.
import { Button, Checkbox, Form, Popover } from 'antd';
import { DeleteOutlined, EditOutlined, StarOutlined, TeamOutlined } from '@ant-design/icons';
import { useState, type ComponentType } from 'react';
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
      <Button
        type="text"
        icon={<StarOutlined aria-hidden />}
        aria-label={t('ui-views')}
        title={t('ui-views')}
      />
    </Popover>
  );
}

function Views({ list, names, columns, keep, close }: ViewChoiceProps & { close: () => void }) {
  const { t } = useT();
  const [search, setSearch] = useSearchParams();
  const [form] = Form.useForm<{ name: string; shared?: boolean }>();
  const found = useGet('/api/v1/views', {}, { now: true });
  const save = useCommand('/api/v1/views', { done: () => form.resetFields() });
  const share = useCommand('/api/v1/views');
  const forget = useCommand('/api/v1/views/forget');
  // What was forgotten here can be taken back as long as this is open.
  const [gone, setGone] = useState<View[]>([]);
  const [renaming, setRenaming] = useState<string>();
  const all = found.data?.items.filter((view) => view.list === list) ?? [];
  const views = all.filter(({ by }) => by === undefined || by === null);
  const others = all.filter((view) => !views.includes(view));
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
  const bodyOf = ({ name, query, columns: chosen, shared }: View) => ({
    list,
    name,
    query,
    shared,
    ...(chosen ? { columns: chosen } : {}),
  });
  const keepThis = ({ name, shared = false }: { name: string; shared?: boolean }) => {
    const query = [...search]
      .filter(([one]) => names.includes(one))
      .map(([one, value]) => ({ name: one, value }));
    void save.run({
      body: { list, name: oneLine(name), query, shared, ...(columns ? { columns: columns.split(' ') } : {}) },
    });
  };
  return (
    <div className={styles['saved']}>
      <Problem error={found.error ?? save.problem ?? share.problem ?? forget.problem} />
      {!found.data && !found.error && <Loading rows={2} />}
      {found.data && all.length === 0 && lost.length === 0 && <p>{t('ui-views-none')}</p>}
      <ul className={styles['views']}>
        {views.map((view) =>
          renaming === view.name ? (
            <li key={view.name}>
              <Rename view={view} close={() => setRenaming(undefined)} />
            </li>
          ) : (
            <li key={view.name}>
              <Button type="link" size="small" onClick={() => show(view)}>
                <Said text={view.name} />
              </Button>
              <span>
                <Act
                  icon={EditOutlined}
                  barred={save.barred}
                  label={t('ui-views-rename', { name: view.name })}
                  act={() => setRenaming(view.name)}
                />
                <Act
                  icon={TeamOutlined}
                  barred={share.barred}
                  label={t(view.shared ? 'ui-views-unshare' : 'ui-views-share', { name: view.name })}
                  pressed={view.shared}
                  act={() => void share.run({ body: bodyOf({ ...view, shared: !view.shared }) })}
                />
                <Act
                  icon={DeleteOutlined}
                  barred={forget.barred}
                  label={t('ui-views-forget', { name: view.name })}
                  act={() => {
                    setGone((before) => [...before.filter(({ name }) => name !== view.name), view]);
                    void forget.run({ body: { list, name: view.name } });
                  }}
                />
              </span>
            </li>
          ),
        )}
        {lost.map((view) => (
          <li key={view.name}>
            <s>
              <Said text={view.name} />
            </s>
            <Button
              type="link"
              size="small"
              disabled={save.barred}
              onClick={() => void save.run({ body: bodyOf(view) })}
            >
              {t('ui-views-restore')}
            </Button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <strong>{t('ui-views-of-unit')}</strong>
          <ul className={styles['views']}>
            {others.map((view) => (
              <li key={`${view.by} ${view.name}`}>
                <Button type="link" size="small" onClick={() => show(view)}>
                  <Said text={view.name} />
                </Button>
                <Said text={view.by ?? ''} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Form form={form} layout="vertical" onFinish={keepThis}>
        <TextField
          name="name"
          label="ui-views-name"
          hint="ui-views-hint"
          max={100}
          required
          refused={save.field('name')}
        />
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox>{t('ui-views-shared')}</Checkbox>
        </Form.Item>
        <Button htmlType="submit" size="small" loading={save.pending} disabled={save.barred}>
          {t('ui-views-keep')}
        </Button>
      </Form>
    </div>
  );
}

/** A small button of a view. */
function Act({
  icon: Icon,
  label,
  pressed,
  barred,
  act,
}: {
  icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  label: string;
  /** Whether what it switches is on. */
  pressed?: boolean;
  barred: boolean;
  act: () => void;
}) {
  return (
    <Button
      type="text"
      size="small"
      {...(pressed === undefined
        ? {}
        : { 'aria-pressed': pressed, color: pressed ? 'primary' : 'default', variant: 'text' })}
      icon={<Icon aria-hidden />}
      aria-label={label}
      title={label}
      disabled={barred}
      onClick={act}
    />
  );
}

/** Another name for a view; the one that it had can be given back in the same way. */
function Rename({ view, close }: { view: View; close: () => void }) {
  const { t } = useT();
  const rename = useCommand('/api/v1/views/rename', { done: close });
  return (
    <Form
      layout="vertical"
      initialValues={{ to: view.name }}
      onFinish={({ to }: { to: string }) =>
        void rename.run({ body: { list: view.list, name: view.name, to: oneLine(to) } })
      }
    >
      <TextField name="to" label="ui-views-new-name" max={100} required refused={rename.field('to')} />
      <Button htmlType="submit" size="small" loading={rename.pending} disabled={rename.barred}>
        {t('ui-views-keep')}
      </Button>
      <Button type="link" size="small" onClick={close}>
        {t('ui-cancel')}
      </Button>
    </Form>
  );
}
