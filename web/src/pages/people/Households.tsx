// With whom somebody lives or has lived, and who speaks for them.
import { Button, Form, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useCommand, useGet, type Schema } from '@/api';
import { Go } from '@/address';
import { useT } from '@/i18n';
import {
  DayField,
  dayIn,
  Empty,
  Loading,
  Mark,
  PersonName,
  PersonPicker,
  Problem,
  RecordTable,
  Section,
  useNow,
  useZone,
  When,
} from '@/parts';

type House = Schema<'Household'>;

export function Households({ id, area }: { id: string; area: string }) {
  const { t } = useT();
  const found = useGet('/api/v1/households', { query: { person: id } });
  const zone = useZone();
  const today = dayIn(useNow(), zone);
  const form = useCommand('/api/v1/households');
  const inOne = found.data?.items.some((house) =>
    house.members.some((member) => member.person === id && !member.until_on),
  );
  return (
    <Section
      title={t('ui-people-households')}
      extra={
        found.data && !inOne ? (
          <Button
            loading={form.pending}
            disabled={form.barred}
            onClick={() =>
              void form.run({ body: { area, members: [{ person: id, from_on: today }], head: id } })
            }
          >
            {t('ui-people-household-form')}
          </Button>
        ) : undefined
      }
    >
      <Problem error={found.error} retry={found.refetch} />
      <Problem error={form.problem} />
      {!found.data ? (
        !found.error && <Loading />
      ) : found.data.items.length === 0 ? (
        <Empty>{t('ui-people-households-none')}</Empty>
      ) : (
        found.data.items.map((house) => <Household key={house.id} house={house} today={today} />)
      )}
    </Section>
  );
}

export function Household({ house, today }: { house: House; today: string }) {
  const { t } = useT();
  const [joining, setJoining] = useState(false);
  const [leaving, setLeaving] = useState<string>();
  const head = useCommand('/api/v1/households/{id}/set_head');
  return (
    <>
      <RecordTable
        rows={house.members}
        rowId={(row) => `${row.person} ${row.from_on}`}
        columns={[
          {
            id: 'person',
            label: 'ui-people-person',
            cell: (row) => (
              <>
                <Go to={`/persons/${row.person}`}>
                  <PersonName id={row.person} />
                </Go>{' '}
                {house.head === row.person && <Mark tone="calm">{t('ui-people-head')}</Mark>}
              </>
            ),
          },
          { id: 'from', label: 'ui-people-from', cell: (row) => <When at={row.from_on} /> },
          { id: 'until', label: 'ui-people-until', cell: (row) => <When at={row.until_on} /> },
          {
            id: 'acts',
            label: 'ui-people-acts',
            cell: (row) =>
              row.until_on ? null : (
                <>
                  {house.head !== row.person && (
                    <Button
                      size="small"
                      type="link"
                      disabled={head.barred}
                      onClick={() => void head.run({ path: { id: house.id }, body: { person: row.person } })}
                    >
                      {t('ui-people-make-head')}
                    </Button>
                  )}
                  <Button
                    size="small"
                    type="link"
                    disabled={head.barred}
                    onClick={() => setLeaving(row.person)}
                  >
                    {t('ui-people-leave')}
                  </Button>
                </>
              ),
          },
        ]}
      />
      <p>
        <Button size="small" disabled={head.barred} onClick={() => setJoining(true)}>
          {t('ui-people-join')}
        </Button>
      </p>
      <Problem error={head.problem} />
      {joining && <Join house={house} today={today} close={() => setJoining(false)} />}
      {leaving && <Leave house={house} person={leaving} today={today} close={() => setLeaving(undefined)} />}
    </>
  );
}

function Join({ house, today, close }: { house: House; today: string; close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<{ person: string; from_on: string }>();
  const command = useCommand('/api/v1/households/{id}/join', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-people-join')}
      onCancel={close}
      okText={t('ui-people-join')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<{ person: string; from_on: string }>
        form={form}
        layout="vertical"
        initialValues={{ from_on: today }}
        onFinish={(values) => void command.run({ path: { id: house.id }, body: values })}
      >
        <Form.Item
          name="person"
          label={t('ui-people-person')}
          rules={[{ required: true, message: t('ui-input-required', { field: t('ui-people-person') }) }]}
          {...command.field('person')}
        >
          <PersonPicker label={t('ui-people-person')} />
        </Form.Item>
        <DayField name="from_on" label="ui-people-from" required refused={command.field('from_on')} />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}

function Leave({
  house,
  person,
  today,
  close,
}: {
  house: House;
  person: string;
  today: string;
  close: () => void;
}) {
  const { t } = useT();
  const [form] = Form.useForm<{ until_on: string }>();
  const command = useCommand('/api/v1/households/{id}/leave', { done: close });
  const { renew } = command;
  useEffect(renew, [renew]);
  return (
    <Modal
      open
      title={t('ui-people-leave')}
      onCancel={close}
      okText={t('ui-people-leave')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <p>
        <PersonName id={person} />
      </p>
      <Form<{ until_on: string }>
        form={form}
        layout="vertical"
        initialValues={{ until_on: today }}
        onFinish={({ until_on }) => void command.run({ path: { id: house.id }, body: { person, until_on } })}
      >
        <DayField
          name="until_on"
          label="ui-people-first-day-without"
          required
          refused={command.field('until_on')}
        />
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
