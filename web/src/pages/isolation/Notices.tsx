// What the person concerned can read himself: a link, or a code for paper, made here and shown once.
import { Alert, Button, Form, InputNumber, Modal, Radio, Select } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asApiError, call, type ApiError } from '@/api';
import { useT } from '@/i18n';
import { Empty, Mark, Problem, RecordTable, Section, When, WithReason } from '@/parts';
import { useMay } from '@/session';
import styles from './isolation.module.css';
import type { Notice, NoticeInput, NoticeMade } from './notice';

const keyOf = (order: string) => ['read', '/api/v1/orders/{id}/notices', { path: { id: order } }] as const;

export function Notices({ order, over }: { order: string; over: boolean }) {
  const { t } = useT();
  const may = useMay();
  const queries = useQueryClient();
  const found = useQuery<Notice[], ApiError>({
    queryKey: keyOf(order),
    queryFn: async ({ signal }) => {
      const { data } = await call('get', '/api/v1/orders/{id}/notices', { path: { id: order }, signal });
      return (data as { items: Notice[] }).items;
    },
  });
  const [making, setMaking] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  // A server that has no notices, or somebody who may not see them: nothing to show.
  if (found.error && (found.error.status === 404 || found.error.status === 403)) return null;
  const gives = may('issue_orders') || may('carry_out_orders');
  const refresh = () => void queries.invalidateQueries({ queryKey: keyOf(order) });
  const revoke = (id: string) => (reason: string) => {
    setProblem(null);
    call('post', '/api/v1/notices/{id}/revoke', {
      path: { id },
      body: { reason },
      headers: { 'Idempotency-Key': `revoke-${id}` },
    })
      .then(refresh)
      .catch((error: unknown) => setProblem(asApiError(error)));
  };
  return (
    <Section
      title={t('ui-isolation-notices')}
      extra={
        gives && !over ? (
          <Button onClick={() => setMaking(true)}>{t('ui-isolation-notice-make')}</Button>
        ) : undefined
      }
    >
      <p>{t('ui-isolation-notices-hint')}</p>
      <Problem error={found.error ?? problem} />
      {found.data && found.data.length === 0 && <Empty>{t('ui-isolation-notices-none')}</Empty>}
      {found.data && found.data.length > 0 && (
        <RecordTable
          rows={found.data}
          rowId={(row) => row.id}
          columns={[
            {
              id: 'form',
              label: 'ui-isolation-notice-form',
              cell: (row) => t(row.form === 'code' ? 'ui-isolation-notice-code' : 'ui-isolation-notice-link'),
            },
            { id: 'made', label: 'ui-isolation-notice-made', cell: (row) => <When at={row.made_at} /> },
            { id: 'until', label: 'ui-isolation-notice-until', cell: (row) => <When at={row.ends_at} /> },
            {
              id: 'uses',
              label: 'ui-isolation-notice-uses',
              align: 'end',
              cell: (row) => (row.most_uses ? `${row.uses} / ${row.most_uses}` : row.uses),
            },
            { id: 'last', label: 'ui-isolation-notice-last', cell: (row) => <When at={row.last_used_at} /> },
            {
              id: 'good',
              label: 'ui-isolation-state',
              cell: (row) =>
                row.good ? (
                  <>
                    <Mark tone="done">{t('ui-isolation-notice-good')}</Mark>{' '}
                    {gives && (
                      <WithReason title={t('ui-isolation-notice-revoke')} confirm={revoke(row.id)}>
                        <Button size="small" type="link">
                          {t('ui-isolation-notice-revoke')}
                        </Button>
                      </WithReason>
                    )}
                  </>
                ) : (
                  <Mark>
                    {t(
                      row.locked
                        ? 'ui-isolation-notice-locked'
                        : row.revoked_at
                          ? 'ui-isolation-notice-revoked'
                          : 'ui-isolation-notice-over',
                    )}
                  </Mark>
                ),
            },
          ]}
        />
      )}
      {making && (
        <Make
          order={order}
          close={() => {
            setMaking(false);
            refresh();
          }}
        />
      )}
    </Section>
  );
}

type Wanted = Pick<NoticeInput, 'form' | 'second' | 'days'>;

function Make({ order, close }: { order: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<Wanted>();
  const kind = Form.useWatch('form', form);
  const [made, setMade] = useState<NoticeMade>();
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [pending, setPending] = useState(false);
  const send = (values: Wanted) => {
    if (pending || made) return;
    setPending(true);
    setProblem(null);
    const body: NoticeInput = {
      form: values.form,
      days: values.days,
      ...(values.form === 'code' ? { second: values.second } : {}),
    };
    call('post', '/api/v1/orders/{id}/notices', { path: { id: order }, body })
      .then(({ data }) => setMade(data as NoticeMade))
      .catch((error: unknown) => setProblem(asApiError(error)))
      .finally(() => setPending(false));
  };
  // Behind `#`, so that the secret is in no request and in no log.
  const link = made?.notice.form === 'link' ? `${window.location.origin}/notice#${made.code}` : undefined;
  return (
    <Modal
      open
      title={t('ui-isolation-notice-make')}
      onCancel={close}
      footer={
        made
          ? [
              <Button key="done" type="primary" onClick={close}>
                {t('ui-isolation-notice-done')}
              </Button>,
            ]
          : [
              <Button key="close" onClick={close}>
                {t('ui-cancel')}
              </Button>,
              <Button key="make" type="primary" loading={pending} onClick={() => form.submit()}>
                {t('ui-isolation-notice-make')}
              </Button>,
            ]
      }
    >
      {made ? (
        <>
          <Alert type="warning" showIcon title={t('ui-isolation-notice-once')} />
          <p className={link ? styles['link'] : styles['code']}>
            <code>{link ?? made.code}</code>
          </p>
          <Button onClick={() => void navigator.clipboard.writeText(link ?? made.code)}>
            {t('ui-isolation-notice-copy')}
          </Button>
          <p>
            {link
              ? t('ui-isolation-notice-link-what')
              : t('ui-isolation-notice-code-what', { address: `${window.location.origin}/notice` })}
          </p>
        </>
      ) : (
        <Form<Wanted>
          form={form}
          layout="vertical"
          initialValues={{ form: 'link', second: 'birth_date', days: 30 }}
          onFinish={send}
        >
          <Form.Item name="form" label={t('ui-isolation-notice-form')}>
            <Radio.Group
              options={[
                { value: 'link', label: t('ui-isolation-notice-link') },
                { value: 'code', label: t('ui-isolation-notice-code') },
              ]}
            />
          </Form.Item>
          {kind === 'code' && (
            <Form.Item
              name="second"
              label={t('ui-isolation-notice-second')}
              extra={t('ui-isolation-notice-second-hint')}
            >
              <Select
                options={[
                  { value: 'birth_date', label: t('ui-isolation-notice-birth-date') },
                  { value: 'id_number', label: t('ui-isolation-notice-id-number') },
                ]}
              />
            </Form.Item>
          )}
          <Form.Item name="days" label={t('ui-isolation-notice-days')}>
            <InputNumber min={1} max={366} />
          </Form.Item>
        </Form>
      )}
      <Problem error={problem} />
    </Modal>
  );
}
