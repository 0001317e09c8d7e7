// Records that must be kept whatever their period: holds, set and released.
import { Alert, Button, Checkbox, Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useFilter } from '@/address';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Ask,
  clean,
  Mark,
  Problem,
  RecordList,
  Said,
  Section,
  SubjectLink,
  TextField,
  useAreas,
  User,
  When,
} from '@/parts';
import { idIn } from '../audit/ids';

type Hold = Schema<'Hold'>;

export function Holds() {
  const { t, word } = useT();
  const [standing, setStanding] = useFilter('standing');
  const [setting, setSetting] = useState(false);
  const [asked, setAsked] = useState<Hold>();
  const release = useCommand('/api/v1/holds/{id}/release', { done: () => setAsked(undefined) });
  return (
    <Section
      title={t('ui-administration-holds')}
      extra={
        <Button size="small" onClick={() => setSetting(true)}>
          {t('ui-administration-hold-set')}
        </Button>
      }
    >
      <RecordList
        id="holds"
        path="/api/v1/holds"
        query={standing === 'all' ? {} : { standing: true }}
        read={{ now: true }}
        empty={t('ui-administration-holds-none')}
        tools={
          <Checkbox
            checked={standing === 'all'}
            onChange={({ target }) => setStanding(target.checked ? 'all' : undefined)}
          >
            {t('ui-administration-holds-all')}
          </Checkbox>
        }
        columns={[
          {
            id: 'what',
            label: 'ui-administration-hold-what',
            always: true,
            cell: (row) =>
              row.kind === 'area' ? (
                <Area code={row.area} />
              ) : (
                <SubjectLink kind={row.kind} id={row.subject} />
              ),
          },
          { id: 'kind', label: 'ui-administration-hold-kind', cell: (row) => word('kind', row.kind) },
          { id: 'area', label: 'ui-administration-in', cell: (row) => <Area code={row.area} /> },
          {
            id: 'reason',
            wraps: true,
            label: 'ui-administration-reason',
            cell: (row) => <Said text={row.reason} />,
          },
          { id: 'since', label: 'ui-administration-hold-since', cell: (row) => <When at={row.set_at} /> },
          {
            id: 'by',
            label: 'ui-administration-audit-by',
            hidden: true,
            cell: (row) => <User id={row.set_by} />,
          },
          {
            id: 'act',
            wraps: true,
            label: 'ui-administration-state',
            cell: (row) =>
              row.released_at ? (
                <>
                  <Mark>{t('ui-administration-hold-released')}</Mark> <When at={row.released_at} />{' '}
                  <Said text={row.release_reason ?? ''} />
                </>
              ) : (
                <Button
                  size="small"
                  onClick={() => {
                    release.renew();
                    setAsked(row);
                  }}
                >
                  {t('ui-administration-hold-release')}
                </Button>
              ),
          },
        ]}
      />
      {setting && <SetHold close={() => setSetting(false)} />}
      {asked && (
        <Ask
          danger
          title={t('ui-administration-hold-release-title')}
          consequence={t('ui-administration-hold-release-text')}
          confirm={t('ui-administration-hold-release')}
          reason="ui-administration-reason"
          command={release}
          act={(reason) => void release.run({ path: { id: asked.id }, body: { reason } })}
          close={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}

interface Values {
  on: 'person' | 'case' | 'area';
  id?: string;
  area?: string;
  reason: string;
}

function SetHold({ close }: { close: () => void }) {
  const { t, text, word } = useT();
  const [form] = Form.useForm<Values>();
  const on = Form.useWatch('on', form) ?? 'person';
  const areas = useAreas();
  const set = useCommand('/api/v1/holds', { done: close });
  return (
    <Modal
      open
      title={t('ui-administration-hold-set')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="act"
          type="primary"
          loading={set.pending}
          disabled={set.barred}
          onClick={() => form.submit()}
        >
          {t('ui-administration-hold-set')}
        </Button>,
      ]}
    >
      <Form<Values>
        name="hold"
        form={form}
        layout="vertical"
        initialValues={{ on: 'person' }}
        onFinish={(values) => {
          const { on: what, id, area, reason } = clean(values);
          const key = id ? (idIn(id) ?? id) : undefined;
          const body = what === 'area' ? { area, reason } : { [what]: key, reason };
          void set.run({ body: body as Schema<'HoldInput'> });
        }}
      >
        <Alert type="info" title={t('ui-administration-hold-text')} />
        <Form.Item name="on" label={t('ui-administration-hold-kind')}>
          <Radio.Group
            options={(['person', 'case', 'area'] as const).map((kind) => ({
              value: kind,
              label: word('kind', kind),
            }))}
          />
        </Form.Item>
        {on === 'area' ? (
          <Form.Item
            name="area"
            label={t('ui-administration-in')}
            rules={[{ required: true, message: t('ui-administration-hold-area-missing') }]}
            {...set.field('area')}
          >
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={[...(areas?.values() ?? [])].map((area) => ({
                value: area.code,
                label: text(area.name),
              }))}
            />
          </Form.Item>
        ) : (
          <Form.Item
            name="id"
            label={t('ui-administration-hold-id')}
            extra={t('ui-administration-audit-id-hint')}
            rules={[
              {
                required: true,
                validator: (_, value: string | undefined) =>
                  idIn(value ?? '')
                    ? Promise.resolve()
                    : Promise.reject(new Error(t('ui-administration-audit-id-wrong'))),
              },
            ]}
            validateTrigger="onBlur"
          >
            <Input autoComplete="off" maxLength={60} />
          </Form.Item>
        )}
        <TextField
          name="reason"
          label="ui-administration-reason"
          max={500}
          multiline
          required
          refused={set.field('reason')}
        />
      </Form>
      <Problem error={set.problem} />
    </Modal>
  );
}
