// Forms that ask for nothing, or for the moment alone.
import { Form, Radio } from 'antd';
import { useState } from 'react';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { clean, Empty, Loading, SubjectLink, TextField, When } from '@/parts';
import { closing, personIn } from '../evidence';
import { EvidenceForm, OccurredField, useEvidence, type FormProps } from './shared';
import styles from '../supervision.module.css';

interface Moment {
  occurred_at?: string;
}

type StepPath =
  | '/api/v1/cases/{id}/report'
  | '/api/v1/cases/{id}/revise_card'
  | '/api/v1/cases/{id}/isolate'
  | '/api/v1/cases/{id}/admit'
  | '/api/v1/cases/{id}/plan_treatment'
  | '/api/v1/orders/{id}/start';

function Step({ path, id, done }: { path: StepPath; id: string } & Pick<FormProps, 'done'>) {
  const command = useEvidence(path, done);
  return (
    <EvidenceForm<StepPath, Moment>
      command={command}
      given={(values) => ({ path: { id }, body: clean(values) })}
    >
      <OccurredField refused={command.field('occurred_at')} />
    </EvidenceForm>
  );
}

export const ReportCase = ({ detail, done }: FormProps) => (
  <Step path="/api/v1/cases/{id}/report" id={detail.subject.id} done={done} />
);
export const ReviseCard = ({ detail, done }: FormProps) => (
  <Step path="/api/v1/cases/{id}/revise_card" id={detail.subject.id} done={done} />
);
export const IsolateCase = ({ detail, done }: FormProps) => (
  <Step path="/api/v1/cases/{id}/isolate" id={detail.subject.id} done={done} />
);
export const AdmitCase = ({ detail, done }: FormProps) => (
  <Step path="/api/v1/cases/{id}/admit" id={detail.subject.id} done={done} />
);
export const PlanTreatment = ({ detail, done }: FormProps) => (
  <Step path="/api/v1/cases/{id}/plan_treatment" id={detail.subject.id} done={done} />
);

const STAGES = ['on_site', 'core_info', 'preliminary_report', 'full_report'] as const;
type Stage = (typeof STAGES)[number];

export function Investigate({ detail, evidence, done }: FormProps) {
  const { t, word } = useT();
  const command = useEvidence('/api/v1/cases/{id}/investigate', done);
  const stages = closing(STAGES, evidence.condition, 'stage');
  return (
    <EvidenceForm<'/api/v1/cases/{id}/investigate', Moment & { stage: Stage }>
      command={command}
      initial={stages[0] ? { stage: stages[0] } : {}}
      given={(values) => ({ path: { id: detail.subject.id }, body: clean(values) })}
    >
      <Form.Item name="stage" label={t('ui-supervision-stage')} {...command.field('stage')}>
        <Radio.Group vertical options={stages.map((value) => ({ value, label: word('stage', value) }))} />
      </Form.Item>
      <OccurredField refused={command.field('occurred_at')} />
    </EvidenceForm>
  );
}

type PlainPath = '/api/v1/visits/{id}/report' | '/api/v1/contacts/{id}/reach' | '/api/v1/orders/{id}/release';

function Plain({ path, id, done }: { path: PlainPath; id: string } & Pick<FormProps, 'done'>) {
  const command = useEvidence(path, done);
  return <EvidenceForm<PlainPath, object> command={command} given={() => ({ path: { id }, body: {} })} />;
}

export const ReportFever = ({ detail, done }: FormProps) => (
  <Plain path="/api/v1/visits/{id}/report" id={detail.subject.id} done={done} />
);
export const ReachContact = ({ detail, done }: FormProps) => (
  <Plain path="/api/v1/contacts/{id}/reach" id={detail.subject.id} done={done} />
);
export const ReleaseOrder = ({ detail, done }: FormProps) => (
  <Plain path="/api/v1/orders/{id}/release" id={detail.subject.id} done={done} />
);

const DISPOSITIONS = ['held', 'handed_over', 'discharged'] as const;

export function DisposeVisit({ detail, evidence, done }: FormProps) {
  const { t, word } = useT();
  const command = useEvidence('/api/v1/visits/{id}/dispose', done);
  const dispositions = closing(DISPOSITIONS, evidence.condition, 'disposition');
  return (
    <EvidenceForm<'/api/v1/visits/{id}/dispose', { disposition: string }>
      command={command}
      given={(values) => ({ path: { id: detail.subject.id }, body: values })}
    >
      <Form.Item
        name="disposition"
        label={t('ui-supervision-disposition')}
        rules={[{ required: true, message: t('ui-supervision-choose') }]}
        {...command.field('disposition')}
      >
        <Radio.Group
          vertical
          options={dispositions.map((value) => ({ value, label: word('state', value) }))}
        />
      </Form.Item>
    </EvidenceForm>
  );
}

export function LiftOrder({ detail, done }: FormProps) {
  const command = useEvidence('/api/v1/orders/{id}/lift', done);
  return (
    <EvidenceForm<'/api/v1/orders/{id}/lift', { basis: string }>
      command={command}
      given={(values) => ({ path: { id: detail.subject.id }, body: clean(values) })}
    >
      <TextField
        name="basis"
        label="ui-supervision-basis"
        max={500}
        multiline
        required
        refused={command.field('basis')}
      />
    </EvidenceForm>
  );
}

const FINDINGS = ['justified', 'unjustified'] as const;

export function ReviewGlass({ detail, done }: FormProps) {
  const { t, word } = useT();
  const command = useEvidence('/api/v1/break_glass/{id}/review', done);
  return (
    <EvidenceForm<'/api/v1/break_glass/{id}/review', { finding: string; note: string }>
      command={command}
      given={(values) => ({ path: { id: detail.subject.id }, body: clean(values) })}
    >
      <Form.Item
        name="finding"
        label={t('ui-supervision-finding')}
        rules={[{ required: true, message: t('ui-supervision-choose') }]}
      >
        <Radio.Group vertical options={FINDINGS.map((value) => ({ value, label: word('finding', value) }))} />
      </Form.Item>
      <TextField
        name="note"
        label="ui-supervision-note"
        max={500}
        multiline
        required
        refused={command.field('note')}
      />
    </EvidenceForm>
  );
}

/** Isolation begins under an order: of a contact, under the one that binds him. */
export function StartOrder({ detail, done }: FormProps) {
  const { t, word } = useT();
  const person = personIn(detail);
  const own = detail.subject.kind === 'order';
  const found = useGet(
    '/api/v1/orders',
    { query: { person, status: 'issued', limit: 20 } },
    { enabled: !own && person !== undefined },
  );
  const [chosen, choose] = useState<string>();
  if (own) return <Step path="/api/v1/orders/{id}/start" id={detail.subject.id} done={done} />;
  if (found.loading) return <Loading rows={2} />;
  const orders = found.data?.items ?? [];
  const order = orders.find(({ id }) => id === chosen) ?? (orders.length === 1 ? orders[0] : undefined);
  if (orders.length === 0) {
    return (
      <Empty>
        <span className={styles['inText']}>
          {t('ui-supervision-no-order')} <SubjectLink kind={detail.subject.kind} id={detail.subject.id} />
        </span>
      </Empty>
    );
  }
  return (
    <>
      {orders.length > 1 && (
        <Radio.Group
          aria-label={t('ui-supervision-order')}
          value={order?.id}
          onChange={({ target }) => choose(target.value as string)}
          options={orders.map((one) => ({
            value: one.id,
            label: (
              <>
                {word('measure', one.measure)} <When at={one.starts_on} /> – <When at={one.ends_on} />
              </>
            ),
          }))}
        />
      )}
      {order && <Step key={order.id} path="/api/v1/orders/{id}/start" id={order.id} done={done} />}
    </>
  );
}
