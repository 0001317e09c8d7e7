// What the law asks of whoever keeps data: how long each kind is kept, what is held back, what was purged and the proof.
import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  clean,
  type Column,
  Loading,
  Mark,
  type MarkTone,
  NumberField,
  numberOf,
  Problem,
  RecordTable,
  Said,
  Section,
  TextField,
  When,
} from '@/parts';
import { Frame } from '../Frame';
import styles from '../administration.module.css';
import { Certificates } from './Certificates';
import { Holds } from './Holds';
import { useWhole } from '../whole';
import { Purge } from './Purge';

type Rule = Schema<'RetentionRule'>;

export default function Law() {
  const { t } = useT();
  const whole = useWhole('erase_person') ?? false;
  return (
    <Frame title={t('ui-administration-law')} note={t('ui-administration-law-note')}>
      <Rules whole={whole} />
      <Holds />
      {whole && <Certificates extra={<Purge />} />}
    </Frame>
  );
}

const CONFIDENCE: Readonly<Record<string, MarkTone>> = { A: 'done', B: 'calm', C: 'late' };

function Rules({ whole }: { whole: boolean }) {
  const { t, text, word } = useT();
  const found = useGet('/api/v1/retention_rules', {}, { now: true });
  const [changing, setChanging] = useState<Rule>();
  const act: Column<Rule> = {
    id: 'act',
    label: 'ui-administration-act',
    cell: (row) => (
      <Button size="small" onClick={() => setChanging(row)}>
        {t('ui-administration-retention-change')}
      </Button>
    ),
  };
  return (
    <Section title={t('ui-administration-retention')}>
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!found.data && !found.error && <Loading rows={4} />}
      {found.data && (
        <RecordTable
          rows={found.data.items}
          rowId={(row) => row.kind}
          columns={[
            { id: 'kind', label: 'ui-administration-retention-kind', cell: (row) => word('kept', row.kind) },
            {
              id: 'days',
              label: 'ui-administration-retention-days',
              align: 'end',
              cell: (row) => (
                <span className={styles['nowrap']}>
                  {t('ui-administration-days', { count: row.days })}
                  {row.days !== row.shipped_days && (
                    <div className={styles['quiet']}>
                      {t('ui-administration-retention-shipped', { count: row.shipped_days })}
                    </div>
                  )}
                </span>
              ),
            },
            {
              id: 'basis',
              wraps: true,
              label: 'ui-administration-retention-basis',
              cell: (row) => (
                <>
                  <Said text={row.set_by_basis ?? text(row.basis)} />
                  {row.set_at && (
                    <div className={styles['quiet']}>
                      {t('ui-administration-retention-set')} <When at={row.set_at} kind="day" />
                    </div>
                  )}
                </>
              ),
            },
            {
              id: 'confidence',
              label: 'ui-administration-retention-confidence',
              cell: (row) => (
                <Mark tone={CONFIDENCE[row.confidence] ?? 'plain'}>
                  {word('confidence', row.confidence.toLowerCase())}
                </Mark>
              ),
            },
            ...(whole ? [act] : []),
          ]}
        />
      )}
      {changing && <Period rule={changing} close={() => setChanging(undefined)} />}
    </Section>
  );
}

interface Values {
  days: string;
  basis: string;
}

/** The longest period that makes sense to type, in days. */
const LONGEST = 36_500;

function Period({ rule, close }: { rule: Rule; close: () => void }) {
  const { t, word } = useT();
  const [form] = Form.useForm<Values>();
  const days = numberOf(Form.useWatch('days', form) ?? '') ?? rule.days;
  const set = useCommand('/api/v1/retention_rules/{kind}/set', { done: close });
  return (
    <Modal
      open
      title={t('ui-administration-retention-title', { kind: word('kept', rule.kind) })}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="act"
          type="primary"
          danger={days < rule.days}
          loading={set.pending}
          disabled={set.barred}
          onClick={() => form.submit()}
        >
          {t('ui-administration-retention-do')}
        </Button>,
      ]}
    >
      <Form<Values>
        name="period"
        form={form}
        layout="vertical"
        initialValues={{ days: String(rule.days) }}
        onFinish={(values) =>
          void set.run({
            path: { kind: rule.kind },
            body: { days: numberOf(values.days) ?? rule.days, basis: clean(values).basis },
          })
        }
      >
        <p>
          {t(
            days < rule.days
              ? 'ui-administration-retention-shorter'
              : days > rule.days
                ? 'ui-administration-retention-longer'
                : 'ui-administration-retention-same',
          )}
        </p>
        <NumberField
          name="days"
          label="ui-administration-retention-days"
          min={rule.least_days}
          max={LONGEST}
          unit={t('ui-administration-days-unit')}
          required
          refused={set.field('days')}
        />
        <p className={styles['quiet']}>
          {t('ui-administration-retention-least', { count: rule.least_days })}
        </p>
        <TextField
          name="basis"
          label="ui-administration-retention-by"
          hint="ui-administration-retention-by-hint"
          max={500}
          multiline
          required
          refused={set.field('basis')}
        />
      </Form>
      <Problem error={set.problem} />
    </Modal>
  );
}
