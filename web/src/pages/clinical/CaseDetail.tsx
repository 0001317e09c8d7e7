// A case: what is known, what is owed, whom it concerns, and its history. The example of a detail page.
import { Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useGet, type Schema } from '@/api';
import { useAddress } from '@/address';
import { useT } from '@/i18n';
import {
  AlsoOpen,
  Area,
  Deadline,
  Empty,
  FactTimeline,
  Facts,
  Loading,
  Mark,
  NamesSwitch,
  Page,
  PersonName,
  Problem,
  RecordTable,
  Said,
  Section,
  Span,
  SubjectLink,
  Unit,
  useShortcut,
  When,
} from '@/parts';
import { useMay } from '@/session';
import { Classify } from './Classify';
import { ClassMark } from './words';

export default function CaseDetail() {
  const { id = '' } = useParams();
  const { t, word } = useT();
  const found = useGet('/api/v1/cases/{id}', { path: { id } });
  const may = useMay();
  const { asOf } = useAddress();
  const [classifying, setClassifying] = useState(false);
  // A case that has ended keeps its class; nothing is recorded in the past.
  const mayClassify = may('manage_cases') && !asOf && found.data?.case.status !== 'ended';
  useShortcut('c', 'ui-clinical-classify', () => mayClassify && setClassifying(true));

  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={8} />;
  const { case: one, facts, contacts, orders, obligations, earlies } = found.data;
  return (
    <Page
      title={t('ui-clinical-case', { number: one.number })}
      note={
        <>
          <ClassMark of={one.classification} />
          <Mark>{word('casestate', one.status)}</Mark>
          <PersonName id={one.person} />
          <Area code={one.area} />
        </>
      }
      actions={
        <>
          <NamesSwitch />
          {may('manage_cases') && (
            <Button type="primary" disabled={!mayClassify} onClick={() => setClassifying(true)}>
              {t('ui-clinical-classify')}
            </Button>
          )}
        </>
      }
    >
      <AlsoOpen kind="case" id={id} />
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {classifying && <Classify one={one} version={found.version} close={() => setClassifying(false)} />}
      <Section title={t('ui-clinical-known')}>
        <Known one={one} earlies={earlies} />
      </Section>
      <Section title={t('ui-clinical-owed')}>
        <Owed obligations={obligations} />
      </Section>
      <Section title={t('ui-clinical-contacts', { count: contacts.length })}>
        {contacts.length === 0 ? (
          <Empty>{t('ui-clinical-no-contacts')}</Empty>
        ) : (
          <RecordTable
            rows={contacts}
            rowId={(row) => row.id}
            columns={[
              {
                id: 'person',
                label: 'ui-clinical-person',
                cell: (row) => (
                  <SubjectLink kind="contact" id={row.id}>
                    <PersonName id={row.person} />
                  </SubjectLink>
                ),
              },
              {
                id: 'class',
                label: 'ui-clinical-contact-class',
                cell: (row) => word('class', row.class),
              },
              {
                id: 'last',
                label: 'ui-clinical-last-exposure',
                cell: (row) => <When at={row.last_exposure_at} />,
              },
              {
                id: 'reached',
                label: 'ui-clinical-reached',
                cell: (row) => <When at={row.reached_at} />,
              },
            ]}
          />
        )}
      </Section>
      {orders.length > 0 && (
        <Section title={t('ui-clinical-orders', { count: orders.length })}>
          <RecordTable
            rows={orders}
            rowId={(row) => row.id}
            columns={[
              {
                id: 'measure',
                label: 'ui-clinical-measure',
                cell: (row) => (
                  <SubjectLink kind="order" id={row.id}>
                    {word('measure', row.measure)}
                  </SubjectLink>
                ),
              },
              {
                id: 'state',
                label: 'ui-clinical-state',
                cell: (row) => word('state', row.status),
              },
              {
                id: 'from',
                label: 'ui-clinical-from',
                cell: (row) => <When at={row.starts_on} />,
              },
              {
                id: 'until',
                label: 'ui-clinical-until',
                cell: (row) => <When at={row.ends_on} />,
              },
            ]}
          />
        </Section>
      )}
      <Section title={t('ui-clinical-history')}>
        <FactTimeline facts={facts} of={{ kind: 'case', id }} />
      </Section>
    </Page>
  );
}

function Known({ one, earlies }: { one: Schema<'Case'>; earlies: Schema<'Earlies'> }) {
  const { t, word } = useT();
  return (
    <Facts
      pairs={[
        [t('ui-clinical-disease'), word('disease', one.disease)],
        [t('ui-clinical-onset'), one.onset_on && <When at={one.onset_on} />],
        [t('ui-clinical-first-positive'), one.first_positive_at && <When at={one.first_positive_at} />],
        [t('ui-clinical-opened'), <When key="at" at={one.opened_at} />],
        [t('ui-clinical-reported'), one.reported_at && <When at={one.reported_at} />],
        [t('ui-clinical-isolated'), one.isolated_at && <When at={one.isolated_at} />],
        [t('ui-clinical-admitted'), one.admitted_at && <When at={one.admitted_at} />],
        [t('ui-clinical-severity'), one.assessment.severity && word('severity', one.assessment.severity)],
        [t('ui-clinical-symptoms'), one.assessment.symptoms.map((code) => word('symptom', code)).join(' · ')],
        [t('ui-clinical-unit'), one.unit && <Unit id={one.unit} />],
        [
          t('ui-clinical-rule'),
          one.rule === 'manual'
            ? t('ui-fact-by-hand')
            : t('ui-fact-rule', { rule: one.rule, edition: one.edition }),
        ],
        [t('ui-clinical-reason'), one.manual_reason && <Said text={one.manual_reason} />],
        [t('ui-clinical-outcome'), one.outcome && word('outcome', one.outcome)],
        [t('ui-clinical-early-detection'), earlies.detection && <Span length={earlies.detection} />],
        [t('ui-clinical-early-reporting'), earlies.reporting && <Span length={earlies.reporting} />],
        [t('ui-clinical-early-isolation'), earlies.isolation && <Span length={earlies.isolation} />],
        [t('ui-clinical-early-treatment'), earlies.treatment && <Span length={earlies.treatment} />],
      ]}
    />
  );
}

const RUNNING = ['overdue', 'warned', 'open'];

function Owed({ obligations }: { obligations: Schema<'Obligation'>[] }) {
  const { t, text } = useT();
  const running = obligations.filter((one) => RUNNING.includes(one.state));
  if (running.length === 0) return <Empty>{t('ui-clinical-nothing-owed')}</Empty>;
  return (
    <RecordTable
      rows={[...running].sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at))}
      rowId={(row) => row.id}
      tone={(row) => (row.state === 'overdue' ? 'late' : row.state === 'warned' ? 'warn' : undefined)}
      columns={[
        {
          id: 'duty',
          label: 'ui-clinical-duty',
          wraps: true,
          cell: (row) => (
            <SubjectLink kind="obligation" id={row.id}>
              {text(row.duty)}
            </SubjectLink>
          ),
        },
        { id: 'holder', label: 'ui-clinical-holder', cell: (row) => <Unit id={row.holder_unit} /> },
        {
          id: 'due',
          label: 'ui-clinical-due',
          cell: (row) => <Deadline due={row.due_at} state={row.state} />,
        },
      ]}
    />
  );
}
