// A contact: why he is one, how far it is, whom he met, what binds him, and his history.
import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Go } from '@/address';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  AlsoOpen,
  Area,
  Empty,
  FactTimeline,
  Facts,
  Loading,
  NamesSwitch,
  Page,
  PersonName,
  Problem,
  RecordTable,
  Section,
  SubjectLink,
  useShortcut,
  When,
  WithdrawFact,
} from '@/parts';
import { useMay } from '@/session';
import { ExposureTable } from './ExposureTable';
import { ContactState } from './words';

export default function ContactDetail() {
  const { id = '' } = useParams();
  const { t, word } = useT();
  const found = useGet('/api/v1/contacts/{id}', { path: { id } });
  const may = useMay();
  const reach = useCommand('/api/v1/contacts/{id}/reach');
  const [ending, setEnding] = useState(false);
  const one = found.data;
  const open = one && !['released', 'became_case', 'retracted'].includes(one.status);
  const mayReach = may('trace_contacts') && open && !one.reached_at && !reach.barred;
  const tell = () => mayReach && void reach.run({ path: { id }, body: {} });
  useShortcut('r', 'ui-investigation-reach', tell);

  if (found.error && !one) return <Problem error={found.error} retry={found.refetch} />;
  if (!one) return <Loading rows={8} />;
  return (
    <Page
      title={t('ui-investigation-contact')}
      note={
        <>
          <ContactState of={one.status} />
          {word('class', one.class)} · <PersonName id={one.person} /> · <Area code={one.area} />
        </>
      }
      actions={
        <>
          <NamesSwitch />
          <Go to={`/graph?disease=${one.disease}&node=${one.id}`}>
            <Button tabIndex={-1}>{t('ui-investigation-in-graph')}</Button>
          </Go>
          {may('trace_contacts') && open && (
            <Button onClick={() => setEnding(true)} disabled={reach.barred}>
              {t('ui-investigation-end')}
            </Button>
          )}
          {mayReach && (
            <Button type="primary" loading={reach.pending} onClick={tell}>
              {t('ui-investigation-reach')}
            </Button>
          )}
        </>
      }
    >
      <AlsoOpen kind="contact" id={id} />
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      <Problem error={reach.problem} />
      {ending && <EndContact id={id} close={() => setEnding(false)} />}
      <Section title={t('ui-investigation-known')}>
        <Facts
          pairs={[
            [
              t('ui-investigation-person-label'),
              <SubjectLink key="p" kind="person" id={one.person}>
                <PersonName id={one.person} />
              </SubjectLink>,
            ],
            [t('ui-investigation-case'), <SubjectLink key="c" kind="case" id={one.case} />],
            [t('ui-investigation-disease'), word('disease', one.disease)],
            [t('ui-investigation-class'), word('class', one.class)],
            [t('ui-investigation-by-rule'), t('ui-fact-rule', { rule: one.rule, edition: one.edition })],
            [t('ui-investigation-first'), <When key="f" at={one.first_exposure_at} />],
            [t('ui-investigation-last'), <When key="l" at={one.last_exposure_at} />],
            [t('ui-investigation-determined'), <When key="d" at={one.determined_at} />],
            [t('ui-investigation-reached'), one.reached_at && <When at={one.reached_at} />],
          ]}
        />
      </Section>
      <Exposures one={one} />
      {may('read_orders') && <Orders person={one.person} />}
      <History id={id} />
    </Page>
  );
}

/** Meetings with others, from either side. */
function Exposures({ one }: { one: Schema<'Contact'> }) {
  const { t } = useT();
  const to = useGet('/api/v1/exposures', { query: { to: one.person, disease: one.disease, limit: 100 } });
  const from = useGet('/api/v1/exposures', { query: { from: one.person, disease: one.disease, limit: 100 } });
  const rows = [...(to.data?.items ?? []), ...(from.data?.items ?? [])].sort(
    (a, b) => Date.parse(b.ended_at) - Date.parse(a.ended_at),
  );
  return (
    <Section title={t('ui-investigation-exposures')}>
      <Problem error={to.error ?? from.error} />
      {!to.data && !to.error ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{t('ui-investigation-exposures-none-here')}</Empty>
      ) : (
        <ExposureTable rows={rows} />
      )}
    </Section>
  );
}

function Orders({ person }: { person: string }) {
  const { t, word } = useT();
  const { data, error, refetch } = useGet('/api/v1/orders', { query: { person, limit: 50 } });
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading />;
  return (
    <Section title={t('ui-investigation-orders')}>
      {data.items.length === 0 ? (
        <Empty>{t('ui-investigation-orders-none')}</Empty>
      ) : (
        <RecordTable
          rows={data.items}
          rowId={(row) => row.id}
          columns={[
            {
              id: 'measure',
              label: 'ui-investigation-measure',
              cell: (row) => (
                <SubjectLink kind="order" id={row.id}>
                  {word('measure', row.measure)}
                </SubjectLink>
              ),
            },
            { id: 'state', label: 'ui-investigation-state', cell: (row) => word('state', row.status) },
            { id: 'from', label: 'ui-investigation-from', cell: (row) => <When at={row.starts_on} /> },
            { id: 'until', label: 'ui-investigation-until', cell: (row) => <When at={row.ends_on} /> },
          ]}
        />
      )}
    </Section>
  );
}

function History({ id }: { id: string }) {
  const { t } = useT();
  const { data, error, refetch } = useGet('/api/v1/facts', {
    query: { subject_kind: 'contact', subject: id },
  });
  const taken = new Set(data?.items.map((fact) => fact.corrects));
  return (
    <Section title={t('ui-investigation-history')}>
      <Problem error={error} retry={refetch} />
      {data ? (
        <FactTimeline
          facts={data.items}
          of={{ kind: 'contact', id }}
          actions={(fact) => <WithdrawFact fact={fact} done={taken.has(fact.id)} />}
        />
      ) : (
        !error && <Loading />
      )}
    </Section>
  );
}

const OUTCOMES = ['released', 'became_case', 'retracted'] as const;

function EndContact({ id, close }: { id: string; close: () => void }) {
  const { t, word } = useT();
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>();
  const command = useCommand('/api/v1/contacts/{id}/end', { done: close });
  return (
    <Modal
      open
      title={t('ui-investigation-end-title')}
      onCancel={close}
      okText={t('ui-investigation-end')}
      okButtonProps={{ disabled: !outcome || command.barred, loading: command.pending }}
      onOk={() => outcome && void command.run({ path: { id }, body: { outcome } })}
    >
      <p>{t('ui-investigation-end-hint')}</p>
      <Radio.Group
        aria-label={t('ui-investigation-outcome')}
        value={outcome}
        onChange={(event) => setOutcome(event.target.value as (typeof OUTCOMES)[number])}
        options={OUTCOMES.map((value) => ({ value, label: word('contactstate', value) }))}
      />
      <Problem error={command.problem} />
    </Modal>
  );
}
