// Records out: which, for what purpose, naming nobody unless somebody may and says so. The job makes the files.
import { Alert, Button, Checkbox, Form, Select, Switch } from 'antd';
import { useState } from 'react';
import { useAddress, useGo } from '@/address';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Ask,
  clean,
  InstantField,
  Loading,
  Page,
  Problem,
  RoomTabs,
  Section,
  TextField,
  useDraft,
} from '@/parts';
import { useMay } from '@/session';
import {
  allowedKinds,
  bodyOf,
  chosen,
  fitting,
  formatsOf,
  headingsOf,
  STATUS_GROUPS,
  STATUSES,
  type ExportValues,
} from './exporting';
import styles from './files.module.css';
import { TABS } from './tabs';

const CLASSES = ['suspected', 'probable', 'asymptomatic', 'confirmed', 'discarded'];
const CONTACTS = ['close', 'secondary', 'general', 'venue', 'companion'];

export default function Exports() {
  const { t } = useT();
  const shapes = useGet('/api/v1/exports/shapes', {}, { still: true, now: true });
  return (
    <Page title={t('ui-files-exports')} note={t('ui-files-exports-note')}>
      <RoomTabs label="ui-files-menu" tabs={TABS} />
      {shapes.error ? (
        <Problem error={shapes.error} retry={shapes.refetch} />
      ) : shapes.data ? (
        <ExportForm shapes={shapes.data.items} />
      ) : (
        <Loading rows={6} />
      )}
    </Page>
  );
}

const BEGIN: ExportValues = { kinds: [], format: 'csv', purpose: '', identified: false, bom: true };

function ExportForm({ shapes }: { shapes: Parameters<typeof allowedKinds>[0] }) {
  const { t, word } = useT();
  const may = useMay();
  const go = useGo();
  const { area, disease } = useAddress();
  const [form] = Form.useForm<ExportValues>();
  const [draft, keep] = useDraft<Partial<ExportValues>>('files.export');
  const values: ExportValues = { ...BEGIN, ...draft };
  const { kinds, identified } = values;
  const [asking, setAsking] = useState(false);
  const begin = useCommand('/api/v1/exports', {
    done: (job) => {
      setAsking(false);
      go(`/files/jobs/${job.id}`);
    },
  });
  const fits = fitting(kinds);
  const only = kinds.length === 1 ? shapes.find(({ kind }) => kind === kinds[0]) : undefined;
  const headings = headingsOf(only, identified);
  const run = () => void begin.run({ body: bodyOf(clean(values), { area, disease }) });
  const set = (change: Partial<ExportValues>) => {
    keep({ ...values, ...change });
    form.setFieldsValue(change);
  };
  return (
    <Section title={t('ui-files-export-new')}>
      <Form<ExportValues>
        name="export"
        form={form}
        layout="vertical"
        className={styles['listForm']}
        initialValues={values}
        onValuesChange={(_, all) => keep({ ...values, ...all })}
        onFinish={() => {
          begin.renew();
          if (identified) setAsking(true);
          else run();
        }}
      >
        <Form.Item label={t('ui-files-kinds')} required {...begin.field('kinds')}>
          <Checkbox.Group
            className={styles['checks'] ?? ''}
            value={kinds}
            onChange={(next) => {
              const now = chosen(kinds, next);
              const formats = formatsOf(now);
              set({
                kinds: now,
                fields: [],
                format: formats.includes(values.format) ? values.format : (formats[0] ?? 'csv'),
              });
            }}
            options={allowedKinds(shapes, may).map((kind) => ({ value: kind, label: word('records', kind) }))}
          />
        </Form.Item>
        <p className={styles['quiet']}>
          {t('ui-files-export-of')} {area ? <Area code={area} /> : t('ui-switch-area-all')}
          {' · '}
          {disease && fits.disease ? word('disease', disease) : t('ui-switch-disease-all')}
          {disease && !fits.disease && kinds.length > 0 && ` ${t('ui-files-export-no-disease')}`}
        </p>
        <div className={styles['fields']}>
          <Form.Item name="format" label={t('ui-files-format')} {...begin.field('format')}>
            <Select
              options={formatsOf(kinds).map((format) => ({ value: format, label: word('format', format) }))}
            />
          </Form.Item>
          {fits.status && (
            <Form.Item name="status" label={t('ui-files-state')}>
              <Select
                allowClear
                options={(STATUSES[fits.status] ?? []).map((code) => ({
                  value: code,
                  label: word(STATUS_GROUPS[fits.status as keyof typeof STATUS_GROUPS], code),
                }))}
              />
            </Form.Item>
          )}
          {fits.classification && (
            <Form.Item name="classification" label={t('ui-files-class')}>
              <Select
                allowClear
                options={CLASSES.map((code) => ({ value: code, label: word('classification', code) }))}
              />
            </Form.Item>
          )}
          {fits.class && (
            <Form.Item name="class" label={t('ui-files-contact-class')}>
              <Select
                allowClear
                options={CONTACTS.map((code) => ({ value: code, label: word('class', code) }))}
              />
            </Form.Item>
          )}
          {fits.opened && (
            <>
              <InstantField name="opened_from" label="ui-files-opened-from" />
              <InstantField name="opened_until" label="ui-files-opened-until" />
            </>
          )}
          <InstantField name="as_of" label="ui-files-as-of" hint="ui-files-as-of-hint" />
        </div>
        {values.format === 'csv' && (
          <Form.Item name="bom" valuePropName="checked">
            <Checkbox>{t('ui-files-bom')}</Checkbox>
          </Form.Item>
        )}
        {may('read_personal') && (
          <Form.Item>
            <label className={styles['switch']}>
              <Switch checked={identified} onChange={(on) => set({ identified: on, fields: [] })} />
              <span>
                {t('ui-files-identify')}
                <small>{t('ui-files-identify-hint')}</small>
              </span>
            </label>
          </Form.Item>
        )}
        {!identified && kinds.length > 0 && <Alert type="success" title={t('ui-files-de-identified-text')} />}
        {only && (
          <Form.Item
            label={t('ui-files-fields')}
            extra={t('ui-files-fields-hint')}
            {...begin.field('fields')}
          >
            <Checkbox.Group
              className={styles['checks'] ?? ''}
              value={
                values.fields && values.fields.length > 0 ? values.fields : headings.map(({ name }) => name)
              }
              onChange={(fields) => set({ fields: fields.length === headings.length ? [] : fields })}
              options={headings.map(({ name, shown }) => ({
                value: name,
                label: shown === 'identified' ? <strong>{name}</strong> : name,
              }))}
            />
          </Form.Item>
        )}
        <TextField
          name="purpose"
          label="ui-files-purpose"
          hint="ui-files-purpose-hint"
          max={200}
          required
          refused={begin.field('purpose')}
        />
        {!asking && <Problem error={begin.problem} />}
        <Button
          type="primary"
          htmlType="submit"
          loading={begin.pending}
          disabled={kinds.length === 0 || begin.barred}
        >
          {t('ui-files-export')}
        </Button>
        {begin.barred && <Alert type="info" title={t('ui-files-export-past')} />}
      </Form>
      {asking && (
        <Ask
          danger
          title={t('ui-files-identify-title')}
          consequence={t('ui-files-identify-consequence')}
          confirm={t('ui-files-export')}
          tick={t('ui-files-identify-tick')}
          command={begin}
          act={run}
          close={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
