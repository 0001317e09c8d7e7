// Extends, shortens or converts a running order, against the version that was read: what two people change at once is
// shown field by field. It passes the must-nots and the add-on check like a new one.
import { Button, Form, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useCommand, useGet, type Body } from '@/api';
import { useT } from '@/i18n';
import {
  clean,
  DayField,
  dayIn,
  EditConflict,
  isConflict,
  TextField,
  useDraft,
  useNow,
  useZone,
} from '@/parts';
import { BasisField } from './Basis';
import { Notation } from './Notation';
import { ReasonFields, reasonOf, type ReasonValues } from './Reason';
import { Verdict } from './Verdict';
import type { Order } from './words';

interface Values extends ReasonValues {
  regime?: string;
  form?: string;
  anchor_on?: string;
  ends_on?: string;
  basis: string;
}

function amendment(values: Values): Body<'/api/v1/orders/{id}/amend'> {
  const { reason_zh, reason_en, ...rest } = clean(values);
  return { ...rest, reason: reasonOf({ reason_zh, reason_en }) };
}

export function Amend({
  one,
  version,
  close,
}: {
  one: Order;
  version: string | undefined;
  close: () => void;
}) {
  const { t, word } = useT();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>(`amend:${one.id}`);
  const [read, setRead] = useState({ one, version });
  const now = useGet('/api/v1/orders/{id}', { path: { id: one.id } });
  const command = useCommand('/api/v1/orders/{id}/amend', {
    done: () => {
      keep(undefined);
      close();
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const conflict = isConflict(command.problem);
  const send = (values: Values, against = read.version) =>
    void command.run({ path: { id: one.id }, body: amendment(values), version: against });
  const proposal = one.proposal;
  const regime = Form.useWatch('regime', form);
  const today = dayIn(useNow(), useZone());
  return (
    <Modal
      open
      width={640}
      title={t('ui-isolation-amend')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="send"
          type="primary"
          loading={command.pending}
          disabled={command.barred || conflict}
          onClick={() => form.submit()}
        >
          {t('ui-isolation-amend-send')}
        </Button>,
      ]}
    >
      <p>{t('ui-isolation-amend-hint')}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{
          basis: one.basis,
          ...(proposal?.regime ? { regime: proposal.regime } : {}),
          ...draft,
        }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={(values) => send(values)}
      >
        <TextField
          name="regime"
          label="ui-isolation-regime"
          hint="ui-isolation-amend-regime-hint"
          max={60}
          refused={command.field('regime')}
        />
        <Notation disease={one.disease} text={regime} area={one.area} />
        <TextField
          name="form"
          label="ui-isolation-form"
          hint="ui-isolation-form-hint"
          max={60}
          refused={command.field('form')}
        />
        <DayField name="anchor_on" label="ui-isolation-anchor" refused={command.field('anchor_on')} />
        <DayField
          name="ends_on"
          label="ui-isolation-until"
          hint="ui-isolation-until-hint"
          refused={command.field('ends_on')}
        />
        <BasisField disease={one.disease} area={one.area} day={today} refused={command.field('basis')} />
        <ReasonFields refused={command.field('reason')} />
      </Form>
      {conflict ? (
        <EditConflict
          before={read.one}
          after={now.version === read.version ? undefined : now.data}
          fields={[
            { label: t('ui-isolation-state'), value: (order) => word('state', order.status) },
            { label: t('ui-isolation-measure'), value: (order) => word('measure', order.measure) },
            {
              label: t('ui-isolation-regime'),
              value: (order) => [order.regime, order.form].filter(Boolean).join(' · '),
            },
            { label: t('ui-isolation-anchor'), value: (order) => order.anchor_on },
            { label: t('ui-isolation-from'), value: (order) => order.starts_on },
            { label: t('ui-isolation-until'), value: (order) => order.ends_on },
            { label: t('ui-isolation-basis'), value: (order) => order.basis },
            { label: t('ui-isolation-reason-zh'), value: (order) => order.reason.zh },
            { label: t('ui-isolation-reason-en'), value: (order) => order.reason.en },
          ]}
          again={() => {
            if (!now.data) return;
            setRead({ one: now.data, version: now.version });
            send(form.getFieldsValue(), now.version);
          }}
        />
      ) : (
        <Verdict problem={command.problem} />
      )}
    </Modal>
  );
}
