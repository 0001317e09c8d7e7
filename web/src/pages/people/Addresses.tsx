// Where somebody lives and works, from and until when. Street and house are read for a purpose, and shown on the page
// alone.
import { Button, Form, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useCommand, useGet, usePost, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  AreaField,
  clean,
  DayField,
  dayIn,
  Empty,
  Loading,
  Mark,
  Problem,
  RecordTable,
  Said,
  Section,
  TextField,
  useNow,
  useZone,
  When,
} from '@/parts';
import { useMay } from '@/session';
import { PurposeButton } from './Purpose';
import styles from './people.module.css';

const KINDS = ['home', 'work', 'stay'] as const;

export function Addresses({ id }: { id: string }) {
  const { t, word } = useT();
  const may = useMay();
  const found = useGet('/api/v1/persons/{id}/addresses', { path: { id } });
  const [texts, setTexts] = useState<Map<string, string>>();
  const read = usePost('/api/v1/persons/{id}/address_reads', {
    done: ({ items }) => setTexts(new Map(items.map((one) => [one.id, one.text ?? '']))),
  });
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Schema<'Address'>>();
  const zone = useZone();
  const today = dayIn(useNow(), zone);
  return (
    <Section
      title={t('ui-people-addresses')}
      extra={
        <span className={styles['inline']}>
          {may('read_personal') && found.data && found.data.items.length > 0 && (
            <PurposeButton
              label={t('ui-people-addresses-read')}
              pending={read.pending}
              look={(purpose) => void read.run({ path: { id }, body: { purpose } })}
            />
          )}
          <Button onClick={() => setAdding(true)}>{t('ui-people-address-add')}</Button>
        </span>
      }
    >
      <Problem error={found.error} retry={found.refetch} />
      <Problem error={read.problem} />
      {!found.data ? (
        !found.error && <Loading />
      ) : found.data.items.length === 0 ? (
        <Empty>{t('ui-people-addresses-none')}</Empty>
      ) : (
        <RecordTable
          rows={found.data.items}
          rowId={(row) => row.id}
          columns={[
            { id: 'kind', label: 'ui-people-address-kind', cell: (row) => word('addresskind', row.kind) },
            { id: 'area', label: 'ui-people-area', cell: (row) => <Area code={row.area} /> },
            {
              id: 'text',
              label: 'ui-people-address',
              wraps: true,
              cell: (row) =>
                texts?.get(row.id) ? (
                  <Said text={texts.get(row.id) ?? ''} />
                ) : (
                  <span className={styles['quiet']}>{t('ui-people-sealed-short')}</span>
                ),
            },
            { id: 'from', label: 'ui-people-from', cell: (row) => <When at={row.from_on} /> },
            {
              id: 'until',
              label: 'ui-people-until',
              cell: (row) =>
                row.until_on && row.until_on <= today ? (
                  <>
                    <When at={row.until_on} /> <Mark>{t('ui-people-past')}</Mark>
                  </>
                ) : row.until_on ? (
                  <When at={row.until_on} />
                ) : (
                  <Button size="small" type="link" onClick={() => setEnding(row)}>
                    {t('ui-people-address-end')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      {adding && <AddAddress id={id} today={today} close={() => setAdding(false)} />}
      {ending && <EndAddress one={ending} today={today} close={() => setEnding(undefined)} />}
    </Section>
  );
}

interface NewAddress {
  kind: (typeof KINDS)[number];
  area: string;
  text?: string;
  from_on: string;
  until_on?: string;
}

function AddAddress({ id, today, close }: { id: string; today: string; close: () => void }) {
  const { t, word } = useT();
  const [form] = Form.useForm<NewAddress>();
  const command = useCommand('/api/v1/persons/{id}/addresses', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-people-address-add')}
      onCancel={close}
      okText={t('ui-people-address-add')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<NewAddress>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'home', from_on: today }}
        onFinish={(values) => void command.run({ path: { id }, body: clean(values) })}
      >
        <Form.Item name="kind" label={t('ui-people-address-kind')} {...command.field('kind')}>
          <Select options={KINDS.map((value) => ({ value, label: word('addresskind', value) }))} />
        </Form.Item>
        <AreaField name="area" label="ui-people-area" required refused={command.field('area')} />
        <TextField name="text" label="ui-people-address" max={500} refused={command.field('text')} />
        <DayField name="from_on" label="ui-people-from" required refused={command.field('from_on')} />
        <DayField name="until_on" label="ui-people-until" refused={command.field('until_on')} />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}

function EndAddress({ one, today, close }: { one: Schema<'Address'>; today: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<{ until_on: string }>();
  const command = useCommand('/api/v1/addresses/{id}/end', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-people-address-end')}
      onCancel={close}
      okText={t('ui-people-address-end')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<{ until_on: string }>
        form={form}
        layout="vertical"
        initialValues={{ until_on: today }}
        onFinish={({ until_on }) => void command.run({ path: { id: one.id }, body: { until_on } })}
      >
        <DayField name="until_on" label="ui-people-until" required refused={command.field('until_on')} />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
