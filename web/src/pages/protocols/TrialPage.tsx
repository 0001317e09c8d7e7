// What would follow? A case, stated or taken from the records, put to the rules of an edition. Nothing is recorded.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useAddress } from '@/address';
import { asApiError, call, useGet, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  clean,
  codeOf,
  dayIn,
  DayField,
  InstantField,
  instantAt,
  Page,
  Problem,
  RoomTabs,
  Section,
  useAreas,
  useDraft,
  useNow,
  useStatus,
  useZone,
} from '@/parts';
import { useMay } from '@/session';
import { ANY } from './force';
import { TrialOutcome } from './TrialOutcome';
import { usePlace } from './place';
import styles from './protocols.module.css';
import { TABS } from './tabs';
import { exampleOf, happeningsOf, STATED, trialOf, type Outcome, type TrialValues } from './trial';

const METHODS = ['nat', 'antigen', 'culture', 'serology'];
const RESULTS = ['positive', 'negative', 'invalid'];
const STAGES = ['core_info', 'on_site', 'preliminary_report', 'full_report'];
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
const EXPOSURES = [
  'household',
  'care',
  'visit',
  'aerosol_procedure',
  'same_room',
  'same_facility',
  'meal',
  'vehicle',
  'venue',
  'environment',
  'same_cell',
  'other',
];

export default function TrialPage() {
  const { t, text, word } = useT();
  const may = useMay();
  const { disease: looked } = useAddress();
  const { code } = usePlace();
  const zone = useZone();
  // A form keeps the day that it begins with: not before the clock of the business is known.
  const status = useStatus();
  const today = dayIn(useNow(), zone);
  const areas = useAreas();
  const [form] = Form.useForm<TrialValues>();
  const [draft, keep] = useDraft<Partial<TrialValues>>('protocols.trial');
  const book = useGet('/api/v1/protocols', {}, { still: true, now: true });
  const editions = (book.data?.items ?? []).filter((one) => !one.overlay && one.disease !== ANY);
  const diseases = [...new Set(editions.map((one) => one.disease))].sort();
  const begin: Partial<TrialValues> = {
    disease: looked ?? 'covid19',
    area: code ?? '',
    ...exampleOf(today, (wall) => instantAt(wall, zone)),
  };
  const values = { ...begin, ...draft };
  const disease = Form.useWatch('disease', form) ?? values.disease;
  const trial = useMutation<Outcome, ApiError, TrialValues>({
    mutationFn: async (stated) => {
      const path = '/api/v1/protocols/{disease}/trial';
      try {
        const { data } = await call('post', path, {
          path: { disease: stated.disease },
          body: trialOf(stated),
        });
        return data as Outcome;
      } catch (error) {
        throw asApiError(error);
      }
    },
  });
  const take = (happenings: TrialValues['happenings'], area: string, of: string) => {
    const next = { ...form.getFieldsValue(), happenings, area, disease: of, meetings: [] };
    form.setFieldsValue(next);
    keep(next);
    trial.reset();
  };
  return (
    <Page title={t('ui-protocols-trial')} note={t('ui-protocols-trial-note')}>
      <RoomTabs label="ui-protocols-menu" tabs={TABS} />
      {may('read_cases') && <FromCase take={take} />}
      {code && status && (
        <Section title={t('ui-protocols-trial-stated')}>
          <Form<TrialValues>
            name="trial"
            form={form}
            layout="vertical"
            initialValues={values}
            onValuesChange={(_, all) => keep(all)}
            onFinish={(stated) => trial.mutate(clean(stated))}
          >
            <div className={styles['row']}>
              <Form.Item name="disease" label={t('ui-protocols-disease')}>
                <Select options={diseases.map((one) => ({ value: one, label: word('disease', one) }))} />
              </Form.Item>
              <Form.Item name="area" label={t('ui-protocols-where')}>
                <Select
                  showSearch={{ optionFilterProp: 'label' }}
                  options={[...(areas?.values() ?? [])].map((one) => ({
                    value: one.code,
                    label: text(one.name),
                  }))}
                />
              </Form.Item>
              <Form.Item name="edition" label={t('ui-protocols-trial-under')}>
                <Select
                  allowClear
                  placeholder={t('ui-protocols-trial-then')}
                  options={editions
                    .filter((one) => one.disease === disease)
                    .map((one) => ({ value: one.edition, label: text(one.title) }))}
                />
              </Form.Item>
              <InstantField name="now" label="ui-protocols-trial-now" hint="ui-protocols-trial-now-hint" />
            </div>
            <h3 className={styles['heading']}>{t('ui-protocols-trial-happened')}</h3>
            <Form.List name="happenings">
              {(rows, { add, remove }) => (
                <>
                  {rows.map(({ key, name }) => (
                    <Happened key={key} name={name} remove={() => remove(name)} />
                  ))}
                  <Button
                    icon={<PlusOutlined aria-hidden />}
                    onClick={() => add({ kind: 'case_assessed', at: instantAt(`${today}T12:00`, zone) })}
                  >
                    {t('ui-protocols-trial-add')}
                  </Button>
                </>
              )}
            </Form.List>
            <h3 className={styles['heading']}>{t('ui-protocols-trial-met')}</h3>
            <Form.List name="meetings">
              {(rows, { add, remove }) => (
                <>
                  {rows.map(({ key, name }) => (
                    <div key={key} className={styles['row']}>
                      <Form.Item name={[name, 'kind']} label={t('ui-protocols-trial-exposure')}>
                        <Select
                          options={EXPOSURES.map((one) => ({ value: one, label: word('exposure', one) }))}
                        />
                      </Form.Item>
                      <InstantField name={[name, 'from']} label="ui-protocols-trial-from" />
                      <InstantField name={[name, 'until']} label="ui-protocols-trial-until" />
                      <div className={styles['ends']}>
                        <Form.Item name={[name, 'protected']} valuePropName="checked" noStyle>
                          <Checkbox>{t('ui-protocols-trial-protected')}</Checkbox>
                        </Form.Item>
                        <Remove act={() => remove(name)} />
                      </div>
                    </div>
                  ))}
                  <Button
                    icon={<PlusOutlined aria-hidden />}
                    onClick={() =>
                      add({
                        kind: 'meal',
                        from: instantAt(`${today}T12:00`, zone),
                        until: instantAt(`${today}T13:00`, zone),
                      })
                    }
                  >
                    {t('ui-protocols-trial-meet')}
                  </Button>
                </>
              )}
            </Form.List>
            <div className={styles['spaced']}>
              <Space wrap>
                <Button type="primary" htmlType="submit" loading={trial.isPending}>
                  {t('ui-protocols-trial-ask')}
                </Button>
                <Button
                  onClick={() => {
                    form.setFieldsValue({ ...begin, edition: undefined, now: undefined });
                    keep(undefined);
                    trial.reset();
                  }}
                >
                  {t('ui-protocols-trial-example')}
                </Button>
              </Space>
            </div>
            <Problem error={trial.error} />
          </Form>
        </Section>
      )}
      {trial.data && <TrialOutcome key={trial.submittedAt} of={trial.data} />}
    </Page>
  );
}

function Remove({ act }: { act: () => void }) {
  const { t } = useT();
  return (
    <Button
      type="text"
      icon={<DeleteOutlined aria-hidden />}
      aria-label={t('ui-protocols-trial-remove')}
      title={t('ui-protocols-trial-remove')}
      onClick={act}
    />
  );
}

/** One thing that happened, with what its kind needs said. */
function Happened({ name, remove }: { name: number; remove: () => void }) {
  const { t, word } = useT();
  const form = Form.useFormInstance<TrialValues>();
  const kind = Form.useWatch(['happenings', name, 'kind'], form) as string | undefined;
  return (
    <div className={styles['row']}>
      <Form.Item name={[name, 'kind']} label={t('ui-protocols-trial-what')}>
        <Select options={STATED.map((one) => ({ value: one, label: word('fact', one) }))} />
      </Form.Item>
      <InstantField name={[name, 'at']} label="ui-protocols-trial-at" />
      {(kind === 'test_result' || kind === 'sample_taken') && (
        <Form.Item name={[name, 'method']} label={t('ui-protocols-trial-method')}>
          <Select
            options={METHODS.map((one) => ({ value: one, label: word('method', one) }))}
            placeholder={word('method', 'nat')}
          />
        </Form.Item>
      )}
      {kind === 'test_result' && (
        <Form.Item name={[name, 'result']} label={t('ui-protocols-trial-result')}>
          <Select
            options={RESULTS.map((one) => ({ value: one, label: word('result', one) }))}
            placeholder={word('result', 'positive')}
          />
        </Form.Item>
      )}
      {kind === 'case_assessed' && <DayField name={[name, 'onset']} label="ui-protocols-trial-onset" />}
      {(kind === 'case_assessed' || kind === 'fever_seen') && (
        <Form.Item name={[name, 'symptoms']} label={t('ui-protocols-trial-symptoms')}>
          <Select
            mode="multiple"
            maxTagCount="responsive"
            options={SYMPTOMS.map((one) => ({ value: one, label: word('symptom', one) }))}
          />
        </Form.Item>
      )}
      {kind === 'investigation_done' && (
        <Form.Item name={[name, 'stage']} label={t('ui-protocols-trial-stage')}>
          <Select options={STAGES.map((one) => ({ value: one, label: word('stage', one) }))} />
        </Form.Item>
      )}
      <div className={styles['ends']}>
        <Remove act={remove} />
      </div>
    </div>
  );
}

/** Takes what is recorded of a case, to be asked under another edition. */
function FromCase({
  take,
}: {
  take: (happenings: TrialValues['happenings'], area: string, disease: string) => void;
}) {
  const { t } = useT();
  const [number, setNumber] = useState('');
  const [taken, setTaken] = useState<string>();
  const find = useMutation<void, ApiError, string>({
    mutationFn: async (wanted) => {
      try {
        const { data } = await call('get', '/api/v1/cases', { query: { number: wanted, limit: 1 } });
        const [row] = (data as { items: Schema<'Case'>[] }).items;
        setTaken(row ? row.number : '');
        if (!row) return;
        const found = await call('get', '/api/v1/cases/{id}', { path: { id: row.id } });
        const { facts } = found.data as { facts: Schema<'Fact'>[] };
        take(happeningsOf(facts), row.area, row.disease);
      } catch (error) {
        throw asApiError(error);
      }
    },
  });
  return (
    <Section title={t('ui-protocols-trial-case')}>
      <p className={styles['quiet']}>{t('ui-protocols-trial-case-text')}</p>
      <Space wrap>
        <Input
          aria-label={t('ui-protocols-trial-number')}
          placeholder={t('ui-protocols-trial-number')}
          value={number}
          maxLength={60}
          onChange={({ target }) => setNumber(target.value)}
          onPressEnter={() => number && find.mutate(number.includes('-') ? number.trim() : codeOf(number))}
        />
        <Button
          loading={find.isPending}
          disabled={!number.trim()}
          onClick={() => find.mutate(number.includes('-') ? number.trim() : codeOf(number))}
        >
          {t('ui-protocols-trial-take')}
        </Button>
      </Space>
      <Problem error={find.error} />
      {taken === '' && <Alert type="info" title={t('ui-protocols-trial-no-case')} />}
      {taken && <Alert type="success" title={t('ui-protocols-trial-taken', { number: taken })} />}
    </Section>
  );
}
