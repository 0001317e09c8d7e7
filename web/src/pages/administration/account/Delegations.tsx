// What one's posts let one do, lent for a time; and what waits for one's leave.
import { Button, Checkbox, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useFilter } from '@/address';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Ask,
  clean,
  InstantField,
  Mark,
  Problem,
  RecordList,
  Said,
  Section,
  TextField,
  When,
} from '@/parts';
import { useMay, useMe } from '@/session';
import styles from '../administration.module.css';

type Delegation = Schema<'Delegation'>;
const RUNNING = ['waiting', 'planned', 'lent'];

export function Delegations() {
  const { t, word } = useT();
  const me = useMe();
  const may = useMay();
  const [waiting, setWaiting] = useFilter('waiting');
  const [lending, setLending] = useState(false);
  const [ending, setEnding] = useState<Delegation>();
  const [allowing, setAllowing] = useState<Delegation>();
  const end = useCommand('/api/v1/delegations/{id}/end', { done: () => setEnding(undefined) });
  const allow = useCommand('/api/v1/delegations/{id}/allow', { done: () => setAllowing(undefined) });
  return (
    <Section
      title={t('ui-administration-delegations')}
      extra={
        me.post && (
          <Button size="small" onClick={() => setLending(true)}>
            {t('ui-administration-lend')}
          </Button>
        )
      }
    >
      <p className={styles['quiet']}>{t('ui-administration-delegations-text')}</p>
      <RecordList
        id="delegations"
        path="/api/v1/delegations"
        query={waiting === 'true' ? { waiting: true } : {}}
        read={{ now: true }}
        empty={t('ui-administration-delegations-none')}
        tools={
          may('manage_duty') && (
            <Checkbox
              checked={waiting === 'true'}
              onChange={({ target }) => setWaiting(target.checked ? 'true' : undefined)}
            >
              {t('ui-administration-delegations-waiting')}
            </Checkbox>
          )
        }
        columns={[
          {
            id: 'from',
            label: 'ui-administration-lender',
            always: true,
            cell: (row) => <Said text={row.from_name} />,
          },
          { id: 'to', label: 'ui-administration-taker', cell: (row) => <Said text={row.to_name} /> },
          { id: 'area', label: 'ui-administration-in', cell: (row) => <Area code={row.area} /> },
          {
            id: 'actions',
            wraps: true,
            label: 'ui-administration-key-actions',
            cell: (row) =>
              row.actions
                ? row.actions.map((action) => word('may', action)).join(' · ')
                : t('ui-administration-lend-all'),
          },
          {
            id: 'span',
            label: 'ui-administration-lend-span',
            cell: (row) => (
              <>
                <When at={row.starts_at} /> – <When at={row.ends_at} />
              </>
            ),
          },
          {
            id: 'state',
            label: 'ui-administration-state',
            cell: (row) => <Mark>{word('lent', row.state)}</Mark>,
          },
          {
            id: 'reason',
            wraps: true,
            label: 'ui-administration-reason',
            cell: (row) => <Said text={row.reason} />,
          },
          {
            id: 'act',
            label: 'ui-administration-act',
            cell: (row) => (
              <>
                {waiting === 'true' && row.state === 'waiting' && (
                  <Button
                    size="small"
                    type="primary"
                    onClick={() => {
                      allow.renew();
                      setAllowing(row);
                    }}
                  >
                    {t('ui-administration-lend-allow')}
                  </Button>
                )}
                {RUNNING.includes(row.state) && (
                  <Button
                    size="small"
                    onClick={() => {
                      end.renew();
                      setEnding(row);
                    }}
                  >
                    {t('ui-administration-lend-end')}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {lending && <Lend close={() => setLending(false)} />}
      {ending && (
        <Ask
          title={t('ui-administration-lend-end-title')}
          consequence={t('ui-administration-lend-end-text', { name: ending.to_name })}
          confirm={t('ui-administration-lend-end')}
          command={end}
          act={() => void end.run({ path: { id: ending.id }, body: {} })}
          close={() => setEnding(undefined)}
        />
      )}
      {allowing && (
        <Ask
          title={t('ui-administration-lend-allow-title')}
          consequence={t('ui-administration-lend-allow-text', {
            from: allowing.from_name,
            to: allowing.to_name,
          })}
          confirm={t('ui-administration-lend-allow')}
          command={allow}
          act={() => void allow.run({ path: { id: allowing.id }, body: {} })}
          close={() => setAllowing(undefined)}
        />
      )}
    </Section>
  );
}

interface Values {
  to_login: string;
  actions?: string[];
  starts_at?: string;
  ends_at: string;
  reason: string;
}

/** What is lent to nobody. */
const KEPT = ['administer', 'erase_person'];

function Lend({ close }: { close: () => void }) {
  const { t, text, word } = useT();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const lend = useCommand('/api/v1/delegations', { done: close });
  const posts = useGet(
    '/api/v1/posts',
    { query: { unit: me.unit ?? undefined, limit: 200 } },
    { now: true, enabled: !!me.unit },
  );
  const post = posts.data?.items.find(({ id }) => id === me.post);
  const actions = me.actions.filter(({ action }) => !KEPT.includes(action));
  return (
    <Modal
      open
      width={620}
      title={t('ui-administration-lend')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="act"
          type="primary"
          loading={lend.pending}
          disabled={lend.barred || !me.post}
          onClick={() => form.submit()}
        >
          {t('ui-administration-lend-do')}
        </Button>,
      ]}
    >
      <Form<Values>
        name="delegation"
        form={form}
        layout="vertical"
        onFinish={(values) => {
          const { actions: chosen, ...rest } = clean(values);
          void lend.run({
            body: {
              ...rest,
              post: me.post ?? '',
              ...(chosen && chosen.length > 0 ? { actions: chosen } : {}),
            },
          });
        }}
      >
        <p>{t('ui-administration-lend-text', { post: post ? text(post.name) : '…' })}</p>
        <TextField
          name="to_login"
          label="ui-administration-lend-to"
          hint="ui-administration-lend-to-hint"
          max={60}
          required
          refused={lend.field('to_login')}
        />
        <Form.Item name="actions" label={t('ui-administration-key-actions')} {...lend.field('actions')}>
          <Select
            mode="multiple"
            placeholder={t('ui-administration-lend-all')}
            showSearch={{ optionFilterProp: 'label' }}
            options={actions.map(({ action }) => ({ value: action, label: word('may', action) }))}
          />
        </Form.Item>
        <div className={styles['pair']}>
          <InstantField
            name="starts_at"
            label="ui-administration-lend-from"
            refused={lend.field('starts_at')}
          />
          <InstantField
            name="ends_at"
            label="ui-administration-lend-until"
            hint="ui-administration-lend-until-hint"
            required
            refused={lend.field('ends_at')}
          />
        </div>
        <TextField
          name="reason"
          label="ui-administration-reason"
          max={200}
          multiline
          required
          refused={lend.field('reason')}
        />
      </Form>
      <Problem error={lend.problem} />
    </Modal>
  );
}
