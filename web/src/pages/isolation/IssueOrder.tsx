// Issues an order. The server passes it through the nine must-nots and the add-on check; what it says is shown here.
import { Button, Form, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useGo } from '@/address';
import { useCommand, useGet, type Body, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  AreaField,
  clean,
  DayField,
  dayIn,
  Empty,
  NamesSwitch,
  Page,
  PersonPicker,
  Section,
  shortId,
  TextField,
  useDraft,
  useNow,
  useUnits,
  useZone,
} from '@/parts';
import { useMay } from '@/session';
import { BasisField } from './Basis';
import styles from './isolation.module.css';
import { Notation } from './Notation';
import { ReasonFields, reasonOf, type ReasonValues } from './Reason';
import { Verdict, Warned } from './Verdict';
import { GROUNDS, GROUPS, MEASURES, PLACES, ZONES } from './words';

interface Values extends ReasonValues {
  binds: 'person' | 'area';
  person?: string;
  area?: string;
  contact?: string;
  disease: string;
  measure?: (typeof MEASURES)[number];
  group?: string;
  regime?: string;
  anchor_on?: string;
  ends_on?: string;
  basis: string;
  unit?: string;
  ground?: string;
  origin_zone?: string;
  place_kind?: string;
  purpose?: string;
}

/** Ground for which the zone that somebody comes from has to be said. */
const FROM_ZONE: readonly string[] = ['origin_area', 'zone_stay', 'travel'];

/** The command: what is empty is not said. An area is a target by its code; the id is of no account there. */
export function orderOf(values: Values): Body<'/api/v1/orders'> {
  const { binds, person, area, reason_zh, reason_en, ...rest } = clean(values);
  return {
    ...rest,
    target: binds === 'area' ? { kind: 'area', id: NOBODY } : { kind: 'person', id: person ?? NOBODY },
    ...(binds === 'area' && area ? { area } : {}),
    reason: reasonOf({ reason_zh, reason_en }),
  };
}
const NOBODY = '00000000-0000-0000-0000-000000000000';

export default function IssueOrder() {
  const { t, word } = useT();
  const may = useMay();
  const go = useGo();
  const [search] = useSearchParams();
  const [form] = Form.useForm<Values>();
  const given = {
    person: search.get('person') ?? undefined,
    contact: search.get('contact') ?? undefined,
    disease: search.get('disease') ?? undefined,
  };
  const [draft, keep] = useDraft<Partial<Values>>(`order:${given.person ?? ''}`);
  const [issued, setIssued] = useState<Schema<'Receipt'>>();
  const command = useCommand('/api/v1/orders', {
    quiet: true,
    done: (receipt) => {
      keep(undefined);
      if (receipt.warnings.length > 0) setIssued(receipt);
      else go(pathOf(receipt), { replace: true });
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  const values = Form.useWatch([], form) as Partial<Values> | undefined;
  const day = dayIn(useNow(), useZone());
  const diseases = useDiseases();
  const contacts = useGet(
    '/api/v1/contacts',
    { query: { person: values?.person ?? '', limit: 50 } },
    { enabled: Boolean(values?.person) && may('read_cases') },
  );
  const standing =
    contacts.data?.items.filter((one) => !['retracted', 'became_case'].includes(one.status)) ?? [];
  const chosen = standing.find((one) => one.id === values?.contact);
  const { setFieldsValue } = form;
  useEffect(() => {
    // The contact says disease and group; they stay open to correction.
    if (chosen) setFieldsValue({ disease: chosen.disease, group: chosen.class, ground: 'contact_class' });
  }, [chosen, setFieldsValue]);

  if (!may('issue_orders')) {
    return (
      <Page title={t('ui-isolation-issue')}>
        <Empty>{t('ui-isolation-not-yours')}</Empty>
      </Page>
    );
  }
  const isArea = values?.binds === 'area';
  return (
    <Page title={t('ui-isolation-issue')} note={t('ui-isolation-issue-hint')} actions={<NamesSwitch />}>
      {issued ? (
        <Warned receipt={issued} order={orderIn(issued)} />
      ) : (
        <Form<Values>
          form={form}
          layout="vertical"
          className={styles['parts'] ?? ''}
          initialValues={{ binds: 'person', ...given, ...draft }}
          onValuesChange={(_, all) => keep(all)}
          onFinish={(all) => void command.run({ body: orderOf(all) })}
        >
          <Section title={t('ui-isolation-whom')}>
            <div className={styles['form']}>
              <Form.Item name="binds" label={t('ui-isolation-binds')}>
                <Radio.Group
                  optionType="button"
                  options={[
                    { value: 'person', label: word('kind', 'person') },
                    { value: 'area', label: word('kind', 'area') },
                  ]}
                />
              </Form.Item>
              {isArea ? (
                <AreaField name="area" label="ui-isolation-area" required refused={command.field('area')} />
              ) : (
                <>
                  <Form.Item
                    name="person"
                    label={t('ui-isolation-person')}
                    rules={[
                      {
                        required: true,
                        message: t('ui-input-required', { field: t('ui-isolation-person') }),
                      },
                    ]}
                    {...command.field('target')}
                  >
                    <PersonPicker label={t('ui-isolation-person')} />
                  </Form.Item>
                  <Form.Item
                    name="contact"
                    label={t('ui-isolation-contact')}
                    extra={t('ui-isolation-contact-hint')}
                    {...command.field('contact')}
                  >
                    <Select
                      allowClear
                      disabled={standing.length === 0}
                      options={standing.map((one) => ({
                        value: one.id,
                        label: `${word('class', one.class)} · ${word('disease', one.disease)} · ${shortId(one.case)}`,
                      }))}
                    />
                  </Form.Item>
                </>
              )}
              <Form.Item
                name="disease"
                label={t('ui-isolation-disease')}
                rules={[
                  { required: true, message: t('ui-input-required', { field: t('ui-isolation-disease') }) },
                ]}
                {...command.field('disease')}
              >
                <Select options={diseases.map((value) => ({ value, label: word('disease', value) }))} />
              </Form.Item>
            </div>
          </Section>
          <Section title={t('ui-isolation-what')}>
            <div className={styles['form']}>
              <Form.Item
                name="group"
                label={t('ui-isolation-group')}
                extra={t('ui-isolation-group-hint')}
                {...command.field('group')}
              >
                <Select
                  allowClear
                  options={GROUPS.map((value) => ({ value, label: word('group', value) }))}
                />
              </Form.Item>
              <Form.Item
                name="measure"
                label={t('ui-isolation-measure')}
                extra={t('ui-isolation-measure-hint')}
                {...command.field('measure')}
              >
                <Select
                  allowClear
                  options={MEASURES.map((value) => ({ value, label: word('measure', value) }))}
                />
              </Form.Item>
              <div>
                <TextField
                  name="regime"
                  label="ui-isolation-regime"
                  hint="ui-isolation-regime-hint"
                  max={60}
                  refused={command.field('regime')}
                />
                <Notation disease={values?.disease} text={values?.regime} area={values?.area} />
              </div>
              <DayField
                name="anchor_on"
                label="ui-isolation-anchor"
                hint="ui-isolation-anchor-hint"
                refused={command.field('anchor_on')}
              />
              <DayField
                name="ends_on"
                label="ui-isolation-until"
                hint="ui-isolation-until-hint"
                refused={command.field('ends_on')}
              />
              <UnitField refused={command.field('unit')} />
            </div>
          </Section>
          <Section title={t('ui-isolation-why')}>
            <div className={styles['form']}>
              <BasisField
                disease={values?.disease}
                area={values?.area}
                day={day}
                refused={command.field('basis')}
              />
              <Form.Item name="ground" label={t('ui-isolation-ground')} {...command.field('ground')}>
                <Select
                  allowClear
                  options={GROUNDS.map((value) => ({ value, label: word('orderground', value) }))}
                />
              </Form.Item>
              {FROM_ZONE.includes(values?.ground ?? '') && (
                <Form.Item
                  name="origin_zone"
                  label={t('ui-isolation-origin-zone')}
                  {...command.field('origin_zone')}
                >
                  <Select
                    allowClear
                    options={ZONES.map((value) => ({ value, label: word('zone', value) }))}
                  />
                </Form.Item>
              )}
              {(values?.measure === 'closure' || values?.ground === 'place') && (
                <Form.Item
                  name="place_kind"
                  label={t('ui-isolation-place-kind')}
                  {...command.field('place_kind')}
                >
                  <Select
                    allowClear
                    options={PLACES.map((value) => ({ value, label: word('placekind', value) }))}
                  />
                </Form.Item>
              )}
              <TextField
                name="purpose"
                label="ui-isolation-purpose"
                max={200}
                refused={command.field('purpose')}
              />
            </div>
            <div className={styles['reason']}>
              <ReasonFields refused={command.field('reason')} />
            </div>
          </Section>
          <div className={styles['send']}>
            <Verdict problem={command.problem} />
            <Button
              type="primary"
              size="large"
              htmlType="submit"
              loading={command.pending}
              disabled={command.barred}
            >
              {t('ui-isolation-issue')}
            </Button>
          </div>
        </Form>
      )}
    </Page>
  );
}

const orderIn = (receipt: Schema<'Receipt'>): string | undefined =>
  receipt.facts.find(({ kind }) => kind === 'order_issued')?.subject.id;
const pathOf = (receipt: Schema<'Receipt'>): string => {
  const id = orderIn(receipt);
  return id ? `/orders/${id}` : '/orders';
};

function useDiseases(): string[] {
  const { data } = useGet('/api/v1/protocols', {}, { still: true, now: true });
  return [...new Set(data?.items.map((one) => one.disease))].filter((one) => one !== 'any').sort();
}

/** The unit that carries it out: isolation sites and communities first among those that are seen. */
function UnitField({ refused }: { refused: { validateStatus?: 'error'; help?: string } }) {
  const { t, text, word } = useT();
  const units = useUnits();
  const rank = (role: string) => ['isolation_site', 'community', 'hospital'].indexOf(role) >>> 0;
  const options = [...(units?.values() ?? [])]
    .sort((a, b) => rank(a.role) - rank(b.role) || text(a.name).localeCompare(text(b.name)))
    .map((unit) => ({ value: unit.id, label: `${text(unit.name)} · ${word('role', unit.role)}` }));
  return (
    <Form.Item name="unit" label={t('ui-isolation-unit')} extra={t('ui-isolation-unit-hint')} {...refused}>
      <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={options} />
    </Form.Item>
  );
}
