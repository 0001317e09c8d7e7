// Sights of records that were opened in an emergency: to be reviewed by the area that owns them.
import { Alert, Button, Form, Modal, Radio, Space } from 'antd';
import { useState } from 'react';
import { useFilter } from '@/address';
import { useCommand, type Schema } from '@/api';
import { Localized, useT } from '@/i18n';
import {
  Area,
  Ask,
  clean,
  Facts,
  Mark,
  Problem,
  RecordList,
  Said,
  SubjectLink,
  TextField,
  User,
  When,
  type Filter,
} from '@/parts';
import { useMay, useMe } from '@/session';
import styles from './administration.module.css';
import { Frame } from './Frame';

type Glass = Schema<'BrokenGlass'>;

const FILTERS: Filter[] = [];

export default function GlassPage() {
  const { t, word } = useT();
  const me = useMe();
  const may = useMay();
  const [reviewed, setReviewed] = useFilter('reviewed');
  const [shown, setShown] = useState<Glass>();
  const [closing, setClosing] = useState<Glass>();
  const close = useCommand('/api/v1/break_glass/{id}/close', { done: () => setClosing(undefined) });
  const choice = reviewed === 'true' || reviewed === 'false' ? reviewed : 'all';
  return (
    <Frame title={t('ui-administration-glass')} note={t('ui-administration-glass-note')}>
      <RecordList
        id="glass"
        path="/api/v1/break_glass"
        query={choice === 'all' ? {} : { reviewed: choice === 'true' }}
        filters={FILTERS}
        read={{ now: true }}
        empty={t('ui-administration-glass-none')}
        tone={(row) => (row.reviewed_at ? undefined : 'warn')}
        tools={
          <Radio.Group
            optionType="button"
            aria-label={t('ui-administration-glass-which')}
            value={choice}
            onChange={({ target }) =>
              setReviewed(target.value === 'all' ? undefined : (target.value as string))
            }
            options={[
              { value: 'all', label: t('ui-administration-glass-all') },
              { value: 'false', label: t('ui-administration-glass-open') },
              { value: 'true', label: t('ui-administration-glass-reviewed') },
            ]}
          />
        }
        columns={[
          {
            id: 'at',
            label: 'ui-administration-glass-opened',
            always: true,
            cell: (row) => (
              <Button type="link" size="small" className={styles['link'] ?? ''} onClick={() => setShown(row)}>
                <When at={row.opened_at} />
              </Button>
            ),
          },
          { id: 'by', label: 'ui-administration-audit-by', cell: (row) => <Said text={row.user_name} /> },
          {
            id: 'subject',
            label: 'ui-administration-audit-subject',
            cell: (row) => <SubjectLink kind={row.kind} id={row.subject} />,
          },
          {
            id: 'ground',
            label: 'ui-administration-glass-ground',
            cell: (row) => word('ground', row.ground),
          },
          {
            id: 'reason',
            wraps: true,
            label: 'ui-administration-reason',
            cell: (row) => <Said text={row.reason} />,
          },
          {
            id: 'state',
            label: 'ui-administration-state',
            cell: (row) => (
              <Space size={4}>
                {row.open && <Mark tone="late">{t('ui-administration-glass-still')}</Mark>}
                {row.finding ? (
                  <Mark tone={row.finding === 'justified' ? 'done' : 'late'}>
                    {word('finding', row.finding)}
                  </Mark>
                ) : (
                  <Mark tone="warn">{t('ui-administration-glass-open')}</Mark>
                )}
              </Space>
            ),
          },
          {
            id: 'act',
            label: 'ui-administration-act',
            cell: (row) => (
              <Space size={4}>
                {!row.reviewed_at && row.user !== me.user && may('review_glass') && (
                  <Button size="small" type="primary" onClick={() => setShown(row)}>
                    {t('ui-administration-glass-review')}
                  </Button>
                )}
                {row.open && (
                  <Button
                    size="small"
                    danger
                    onClick={() => {
                      close.renew();
                      setClosing(row);
                    }}
                  >
                    {t('ui-administration-glass-close')}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {shown && <Review glass={shown} close={() => setShown(undefined)} />}
      {closing && (
        <Ask
          title={t('ui-administration-glass-close-title')}
          consequence={t('ui-administration-glass-close-text', { name: closing.user_name })}
          confirm={t('ui-administration-glass-close')}
          reason="ui-administration-reason"
          command={close}
          act={(reason) => void close.run({ path: { id: closing.id }, body: { reason } })}
          close={() => setClosing(undefined)}
        />
      )}
    </Frame>
  );
}

interface Values {
  finding: string;
  note: string;
}

function Review({ glass, close }: { glass: Glass; close: () => void }) {
  const { t, word } = useT();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const finding = Form.useWatch('finding', form);
  const review = useCommand('/api/v1/break_glass/{id}/review', { done: close });
  const own = glass.user === me.user;
  const open = !glass.reviewed_at && !own;
  return (
    <Modal
      open
      width={620}
      title={
        <Localized id="ui-administration-glass-of" elems={{ name: <Said text={glass.user_name} /> }}>
          <span />
        </Localized>
      }
      onCancel={close}
      footer={
        open
          ? [
              <Button key="close" onClick={close}>
                {t('ui-cancel')}
              </Button>,
              <Button
                key="act"
                type="primary"
                danger={finding === 'unjustified'}
                loading={review.pending}
                disabled={review.barred}
                onClick={() => form.submit()}
              >
                {t('ui-administration-glass-record')}
              </Button>,
            ]
          : null
      }
    >
      <Facts
        pairs={[
          [
            t('ui-administration-audit-subject'),
            <SubjectLink key="s" kind={glass.kind} id={glass.subject} />,
          ],
          [t('ui-administration-in'), <Area key="a" code={glass.area} />],
          [t('ui-administration-glass-ground'), word('ground', glass.ground)],
          [t('ui-administration-reason'), <Said key="reason" text={glass.reason} />],
          [t('ui-administration-glass-opened'), <When key="o" at={glass.opened_at} />],
          [t('ui-administration-glass-ends'), <When key="e" at={glass.ends_at} />],
          [t('ui-administration-glass-closed'), glass.closed_at && <When at={glass.closed_at} />],
          [
            t('ui-administration-glass-close-reason'),
            glass.close_reason && <Said text={glass.close_reason} />,
          ],
          [t('ui-administration-glass-reviewed'), glass.reviewed_at && <When at={glass.reviewed_at} />],
          [t('ui-administration-glass-reviewer'), glass.reviewed_by && <User id={glass.reviewed_by} />],
          [t('ui-administration-glass-finding'), glass.finding && word('finding', glass.finding)],
          [t('ui-administration-glass-note-label'), glass.note && <Said text={glass.note} />],
        ]}
      />
      {own && !glass.reviewed_at && <Alert type="info" title={t('ui-administration-glass-own')} />}
      {open && (
        <Form<Values>
          name="review"
          form={form}
          layout="vertical"
          className={styles['spaced'] ?? ''}
          onFinish={(values) => void review.run({ path: { id: glass.id }, body: clean(values) })}
        >
          <Form.Item
            name="finding"
            label={t('ui-administration-glass-finding')}
            rules={[{ required: true, message: t('ui-administration-glass-finding-missing') }]}
          >
            <Radio.Group
              options={['justified', 'unjustified'].map((code) => ({
                value: code,
                label: word('finding', code),
              }))}
            />
          </Form.Item>
          {finding === 'unjustified' && (
            <Alert type="error" title={t('ui-administration-glass-unjustified')} />
          )}
          <TextField
            name="note"
            label="ui-administration-glass-note-label"
            max={500}
            multiline
            required
            refused={review.field('note')}
          />
        </Form>
      )}
      <Problem error={review.problem} />
    </Modal>
  );
}
