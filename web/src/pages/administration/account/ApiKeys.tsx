// Keys of programs that act for oneself, within bounds and for a time.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useCommand, usePost, type Schema } from '@/api';
import { Localized, useT } from '@/i18n';
import { afterCommand } from '@/live/affects';
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
import { useMe, type Action } from '@/session';
import styles from '../administration.module.css';
import { PERSONAL } from '../roles';

type ApiKey = Schema<'ApiKey'>;

/** How a key stands: by the clock of the wall, for in a drill the business has another. */
const stateOf = (row: ApiKey) =>
  row.revoked_at ? 'revoked' : Date.parse(row.expires_at) <= Date.now() ? 'expired' : 'good';

export function ApiKeys() {
  const { t, word } = useT();
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<ApiKey>();
  const revoke = useCommand('/api/v1/api_keys/{id}/revoke', { done: () => setAsked(undefined) });
  return (
    <Section
      title={t('ui-administration-keys')}
      extra={
        <Button size="small" onClick={() => setMaking(true)}>
          {t('ui-administration-key-new')}
        </Button>
      }
    >
      <p className={styles['quiet']}>{t('ui-administration-keys-text')}</p>
      <RecordList
        id="keys"
        path="/api/v1/api_keys"
        read={{ now: true }}
        empty={t('ui-administration-keys-none')}
        columns={[
          {
            id: 'name',
            wraps: true,
            label: 'ui-administration-key-name',
            always: true,
            cell: (row) => <Said text={row.name} />,
          },
          {
            id: 'state',
            label: 'ui-administration-state',
            cell: (row) => {
              const state = stateOf(row);
              return (
                <Mark tone={state === 'good' ? 'done' : 'plain'}>
                  {t(
                    state === 'good'
                      ? 'ui-administration-key-good'
                      : state === 'revoked'
                        ? 'ui-administration-key-revoked'
                        : 'ui-administration-key-expired',
                  )}
                </Mark>
              );
            },
          },
          {
            id: 'actions',
            wraps: true,
            label: 'ui-administration-key-actions',
            cell: (row) => row.actions.map((action) => word('may', action)).join(' · '),
          },
          {
            id: 'areas',
            wraps: true,
            label: 'ui-administration-in',
            cell: (row) =>
              row.areas
                ? row.areas.map((code) => <Area key={code} code={code} />)
                : t('ui-administration-key-all-areas'),
          },
          { id: 'ends', label: 'ui-administration-key-ends', cell: (row) => <When at={row.expires_at} /> },
          {
            id: 'used',
            label: 'ui-administration-key-used',
            cell: (row) =>
              row.last_used_at ? (
                <When at={row.last_used_at} />
              ) : (
                <span className={styles['quiet']}>{t('ui-administration-key-unused')}</span>
              ),
          },
          {
            id: 'act',
            label: 'ui-administration-act',
            cell: (row) =>
              stateOf(row) === 'good' && (
                <Button
                  size="small"
                  danger
                  onClick={() => {
                    revoke.renew();
                    setAsked(row);
                  }}
                >
                  {t('ui-administration-key-revoke')}
                </Button>
              ),
          },
        ]}
      />
      {making && <NewKey close={() => setMaking(false)} />}
      {asked && (
        <Ask
          danger
          title={
            <Localized id="ui-administration-key-revoke-title" elems={{ name: <Said text={asked.name} /> }}>
              <span />
            </Localized>
          }
          consequence={t('ui-administration-key-revoke-text')}
          confirm={t('ui-administration-key-revoke')}
          command={revoke}
          act={() => void revoke.run({ path: { id: asked.id }, body: {} })}
          close={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}

interface ActionsProps {
  options: { value: string; label: string }[];
  id?: string;
  value?: string[];
  onChange?: (value: string[]) => void;
}

/** Takes of a form's item what a group of boxes may have: no group is "required" to a screen reader. */
function Actions({ options, id, value, onChange }: ActionsProps) {
  return (
    <Checkbox.Group
      className={styles['checks'] ?? ''}
      options={options}
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
    />
  );
}

interface Values {
  name: string;
  actions: string[];
  areas?: string[];
  expires_at: string;
}

function NewKey({ close }: { close: () => void }) {
  const { t, word } = useT();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const [made, setMade] = useState<string>();
  const queries = useQueryClient();
  // A key is told this once, so making one cannot be repeated under a key of its own: the list is asked for anew.
  const make = usePost('/api/v1/api_keys', {
    done: (answer) => {
      setMade(answer.key);
      afterCommand(queries, answer);
    },
  });
  const actions = me.actions.filter(({ action }) => !PERSONAL.includes(action as Action));
  const areas = [...new Set(actions.flatMap(({ areas: own }) => own))];
  if (made) {
    return (
      <Modal
        open
        title={t('ui-administration-key-made')}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        footer={
          <Button type="primary" onClick={close}>
            {t('ui-administration-key-kept')}
          </Button>
        }
      >
        <Alert type="warning" showIcon title={t('ui-administration-key-made-text')} />
        <code className={styles['secret']}>{made}</code>
        <p className={styles['quiet']}>
          <code>Authorization: Bearer fhk_…</code>
        </p>
      </Modal>
    );
  }
  return (
    <Modal
      open
      width={620}
      title={t('ui-administration-key-new')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button key="act" type="primary" loading={make.pending} onClick={() => form.submit()}>
          {t('ui-administration-key-make')}
        </Button>,
      ]}
    >
      <Form<Values>
        name="api-key"
        form={form}
        layout="vertical"
        onFinish={(values) => {
          const { areas: chosen, ...rest } = clean(values);
          void make.run({ body: { ...rest, ...(chosen && chosen.length > 0 ? { areas: chosen } : {}) } });
        }}
      >
        <TextField
          name="name"
          label="ui-administration-key-name"
          hint="ui-administration-key-name-hint"
          max={60}
          required
          refused={make.field('name')}
        />
        <Form.Item
          name="actions"
          label={t('ui-administration-key-actions')}
          rules={[{ required: true, message: t('ui-administration-key-actions-missing') }]}
          {...make.field('actions')}
        >
          <Actions options={actions.map(({ action }) => ({ value: action, label: word('may', action) }))} />
        </Form.Item>
        {areas.length > 1 && (
          <Form.Item name="areas" label={t('ui-administration-key-areas')} {...make.field('areas')}>
            <Select
              mode="multiple"
              placeholder={t('ui-administration-key-all-areas')}
              options={areas.map((code) => ({ value: code, label: <Area code={code} /> }))}
            />
          </Form.Item>
        )}
        <InstantField
          name="expires_at"
          label="ui-administration-key-ends"
          hint="ui-administration-key-ends-hint"
          required
          refused={make.field('expires_at')}
        />
      </Form>
      <Problem error={make.problem} />
    </Modal>
  );
}
