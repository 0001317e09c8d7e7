// Forms with something measured: a test, a health check.
import { Form, Radio, Select } from 'antd';
import { useMemo } from 'react';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { clean, Empty, Loading, NumberField, numberOf, PersonName, SubjectLink } from '@/parts';
import { closing, diseaseIn, personIn } from '../evidence';
import type { Detail } from '../ladder';
import { EvidenceForm, OccurredField, useEvidence, type FormProps } from './shared';
import styles from '../supervision.module.css';

/** Whom a duty is about and which disease: by its facts, else by the order that it comes from. */
function useAbout(detail: Detail): {
  person: string | undefined;
  disease: string | undefined;
  loading: boolean;
} {
  const known = personIn(detail);
  const order = useGet(
    '/api/v1/orders/{id}',
    { path: { id: detail.subject.id } },
    { enabled: detail.subject.kind === 'order' && known === undefined },
  );
  return {
    person: known ?? order.data?.person ?? undefined,
    disease: diseaseIn(detail) ?? order.data?.disease,
    loading: order.loading,
  };
}

function About({ person }: { person: string }) {
  const { t } = useT();
  return (
    <p className={styles['inText']}>
      {t('ui-supervision-about')}{' '}
      <SubjectLink kind="person" id={person}>
        <PersonName id={person} />
      </SubjectLink>
    </p>
  );
}

function NobodyKnown({ detail }: { detail: Detail }) {
  const { t } = useT();
  return (
    <Empty>
      <span className={styles['inText']}>
        {t('ui-supervision-nobody')} <SubjectLink kind={detail.subject.kind} id={detail.subject.id} />
      </span>
    </Empty>
  );
}

const METHODS = ['nat', 'antigen', 'culture', 'serology'] as const;
const RESULTS = ['negative', 'positive', 'invalid'] as const;

interface TestValues {
  disease?: string;
  method: Schema<'TestMethod'>;
  result: Schema<'TestOutcome'>;
  ct?: string;
  sampled_at?: string;
  resulted_at?: string;
}

export function RecordTest({ detail, evidence, done }: FormProps) {
  const { t, word } = useT();
  const { person, disease, loading } = useAbout(detail);
  const command = useEvidence('/api/v1/test_results', done);
  const protocols = useGet(
    '/api/v1/protocols',
    {},
    { still: true, now: true, enabled: disease === undefined },
  );
  const diseases = useMemo(
    () => [...new Set(protocols.data?.items.map((one) => one.disease))].filter((one) => one !== 'any').sort(),
    [protocols.data],
  );
  if (loading) return <Loading rows={3} />;
  if (!person) return <NobodyKnown detail={detail} />;
  const methods = closing(METHODS, evidence.condition, 'method');
  // A result that does not close the duty is recorded all the same: it is what was found.
  const short = closing(RESULTS, evidence.condition, 'result');
  const visit = detail.subject.kind === 'visit' ? { visit: detail.subject.id } : {};
  return (
    <EvidenceForm<'/api/v1/test_results', TestValues>
      command={command}
      initial={{ method: methods[0] ?? 'nat' }}
      given={(values) => {
        const { ct, ...rest } = clean(values);
        const value = ct === undefined ? undefined : numberOf(ct);
        return {
          body: {
            ...rest,
            ...visit,
            person,
            disease: rest.disease ?? disease ?? '',
            ...(value === undefined ? {} : { ct: value }),
          },
        };
      }}
    >
      <About person={person} />
      {disease === undefined && (
        <Form.Item
          name="disease"
          label={t('ui-supervision-disease')}
          rules={[{ required: true, message: t('ui-supervision-choose') }]}
        >
          <Select options={diseases.map((value) => ({ value, label: word('disease', value) }))} />
        </Form.Item>
      )}
      <Form.Item name="method" label={t('ui-supervision-method')} {...command.field('method')}>
        <Radio.Group vertical options={methods.map((value) => ({ value, label: word('method', value) }))} />
      </Form.Item>
      <Form.Item
        name="result"
        label={t('ui-supervision-result')}
        rules={[{ required: true, message: t('ui-supervision-choose') }]}
        {...command.field('result')}
      >
        <Radio.Group
          vertical
          options={RESULTS.map((value) => ({
            value,
            label: short.includes(value)
              ? word('result', value)
              : t('ui-supervision-does-not-close', { what: word('result', value) }),
          }))}
        />
      </Form.Item>
      <NumberField name="ct" label="ui-supervision-ct" min={5} max={50} refused={command.field('ct')} />
      <OccurredField name="sampled_at" label="ui-supervision-sampled" refused={command.field('sampled_at')} />
      <OccurredField
        name="resulted_at"
        label="ui-supervision-resulted"
        refused={command.field('resulted_at')}
      />
    </EvidenceForm>
  );
}

const SYMPTOMS = [
  'fever',
  'cough',
  'sore_throat',
  'fatigue',
  'runny_nose',
  'headache',
  'muscle_pain',
  'diarrhoea',
  'loss_of_smell',
  'rash',
];

interface CheckValues {
  temperature_c?: string;
  symptoms?: string[];
  checked_at?: string;
}

export function RecordCheck({ detail, evidence, done }: FormProps) {
  const { t, word } = useT();
  const { person, loading } = useAbout(detail);
  const command = useEvidence('/api/v1/checks', done);
  if (loading) return <Loading rows={3} />;
  if (!person) return <NobodyKnown detail={detail} />;
  return (
    <EvidenceForm<'/api/v1/checks', CheckValues>
      command={command}
      given={(values) => {
        const { temperature_c: written, ...rest } = clean(values);
        const temperature = written === undefined ? undefined : numberOf(written);
        return {
          body: { ...rest, person, ...(temperature === undefined ? {} : { temperature_c: temperature }) },
        };
      }}
    >
      <About person={person} />
      <NumberField
        name="temperature_c"
        label="ui-supervision-temperature"
        min={30}
        max={45}
        unit="°C"
        refused={command.field('temperature_c')}
      />
      <Form.Item
        name="symptoms"
        label={t('ui-supervision-symptoms')}
        extra={t('ui-supervision-symptoms-hint')}
        {...command.field('symptoms')}
      >
        <Select
          mode="multiple"
          options={SYMPTOMS.map((value) => ({ value, label: word('symptom', value) }))}
        />
      </Form.Item>
      <OccurredField name="checked_at" label="ui-supervision-checked" refused={command.field('checked_at')} />
      {evidence.within_window && <p>{t('ui-supervision-within')}</p>}
    </EvidenceForm>
  );
}
