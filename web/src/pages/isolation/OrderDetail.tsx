// An order: whom it binds, to what and until when, why and by which rule, what is due, who objected, and every step.
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import {
  AlsoOpen,
  Area,
  FactTimeline,
  Facts,
  Loading,
  NamesSwitch,
  Page,
  Problem,
  Said,
  Section,
  SubjectLink,
  Unit,
  useShortcut,
  When,
  WithdrawFact,
} from '@/parts';
import { useMay } from '@/session';
import { Amend } from './Amend';
import { Appeals } from './Appeals';
import { Due } from './Due';
import { Lift } from './Lift';
import { Notices } from './Notices';
import { isAddOn, isOver, Marks, StateMark, Target, type Order } from './words';
import styles from './isolation.module.css';

export default function OrderDetail() {
  const { id = '' } = useParams();
  const { t, word, text } = useT();
  const may = useMay();
  const found = useGet('/api/v1/orders/{id}', { path: { id } });
  const start = useCommand('/api/v1/orders/{id}/start');
  const release = useCommand('/api/v1/orders/{id}/release');
  const [open, setOpen] = useState<'amend' | 'lift'>();
  const one = found.data;
  const running = one !== undefined && !isOver(one) && !start.barred;
  const issues = may('issue_orders') && running;
  useShortcut('m', 'ui-isolation-amend', () => issues && setOpen('amend'));
  if (found.error && !one) return <Problem error={found.error} retry={found.refetch} />;
  if (!one) return <Loading rows={8} />;
  const letGo = () =>
    Modal.confirm({
      title: t('ui-isolation-release'),
      content: t('ui-isolation-release-hint'),
      okText: t('ui-isolation-release'),
      cancelText: t('ui-cancel'),
      onOk: () => void release.run({ path: { id }, body: {} }),
    });
  return (
    <Page
      title={word('measure', one.measure)}
      note={
        <>
          <StateMark of={one.status} />
          <Target of={one} /> · <When at={one.starts_on} /> – <When at={one.ends_on} /> <Marks of={one} />
        </>
      }
      actions={
        <>
          <NamesSwitch />
          {issues && <Button onClick={() => setOpen('lift')}>{t('ui-isolation-lift')}</Button>}
          {issues && <Button onClick={() => setOpen('amend')}>{t('ui-isolation-amend')}</Button>}
          {issues && one.status === 'running' && (
            <Button loading={release.pending} onClick={letGo}>
              {t('ui-isolation-release')}
            </Button>
          )}
          {may('carry_out_orders') && one.status === 'issued' && running && (
            <Button
              type="primary"
              loading={start.pending}
              onClick={() => void start.run({ path: { id }, body: {} })}
            >
              {t('ui-isolation-start')}
            </Button>
          )}
        </>
      }
    >
      <AlsoOpen kind="order" id={id} />
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      <Problem error={start.problem ?? release.problem} />
      {open === 'amend' && <Amend one={one} version={found.version} close={() => setOpen(undefined)} />}
      {open === 'lift' && <Lift id={id} close={() => setOpen(undefined)} />}
      <Proposal one={one} adopt={issues ? () => setOpen('amend') : undefined} />
      <Section title={t('ui-isolation-why')}>
        <p className={styles['said']}>
          <Said text={text(one.reason)} />
        </p>
        <Facts
          pairs={[
            [t('ui-isolation-basis'), <Said key="b" text={one.basis} />],
            [t('ui-isolation-edition'), `${word('disease', one.disease)} · ${one.edition}`],
            [t('ui-isolation-ground'), one.ground && word('orderground', one.ground)],
            [t('ui-isolation-origin-zone'), one.origin_zone && word('zone', one.origin_zone)],
            [t('ui-isolation-place-kind'), one.place_kind && word('placekind', one.place_kind)],
            [t('ui-isolation-purpose'), one.purpose && <Said text={one.purpose} />],
            [t('ui-isolation-warnings'), one.warnings.join(', ')],
            [t('ui-isolation-beyond-label'), isAddOn(one) ? <Beyond one={one} /> : undefined],
          ]}
        />
      </Section>
      <Section title={t('ui-isolation-known')}>
        <Facts
          pairs={[
            [
              t('ui-isolation-target'),
              <SubjectLink key="t" kind={one.target.kind} id={one.target.id}>
                <Target of={one} />
              </SubjectLink>,
            ],
            [t('ui-isolation-area'), <Area key="a" code={one.area} />],
            [t('ui-isolation-case'), one.case && <SubjectLink kind="case" id={one.case} />],
            [
              t('ui-isolation-contact'),
              one.contact && (
                <>
                  {[one.contact, ...one.other_contacts].map((contact) => (
                    <div key={contact}>
                      <SubjectLink kind="contact" id={contact} />
                    </div>
                  ))}
                </>
              ),
            ],
            [t('ui-isolation-group'), word('group', one.group)],
            [t('ui-isolation-regime'), [one.regime, one.form].filter(Boolean).join(' · ')],
            [t('ui-isolation-anchor'), <When key="n" at={one.anchor_on} />],
            [t('ui-isolation-unit'), one.unit && <Unit id={one.unit} />],
            [t('ui-isolation-issued'), <When key="i" at={one.issued_at} />],
            [t('ui-isolation-started'), one.started_at && <When at={one.started_at} />],
          ]}
        />
      </Section>
      <Due one={one} />
      <Appeals one={one} />
      <Notices order={id} over={isOver(one)} />
      <History id={id} />
    </Page>
  );
}

/** How far it goes beyond the regime in force. */
function Beyond({ one }: { one: Order }) {
  const { t } = useT();
  const parts = [
    one.days_beyond > 0 && t('ui-isolation-beyond-days', { count: one.days_beyond }),
    one.tests_beyond > 0 && t('ui-isolation-beyond-tests', { count: one.tests_beyond }),
    one.isolation_days_beyond > 0 && t('ui-isolation-beyond-isolation', { count: one.isolation_days_beyond }),
    one.central_days_beyond > 0 && t('ui-isolation-beyond-central', { count: one.central_days_beyond }),
  ];
  return <>{parts.filter(Boolean).join(t('ui-span-joint-list'))}</>;
}

/** What a newer edition would make of it; nothing changes by itself. */
function Proposal({ one, adopt }: { one: Order; adopt: (() => void) | undefined }) {
  const { t, word, language } = useT();
  const { proposal } = one;
  if (!proposal || isOver(one)) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('ui-isolation-proposal', {
        edition: proposal.edition,
        what: word('proposal', proposal.proposal),
      })}
      description={
        <>
          {proposal.regime && `${t('ui-isolation-regime')}: ${proposal.regime} `}
          {proposal.ends_on && (
            <>
              {t('ui-isolation-until')}
              {language === 'en' ? ': ' : '：'}
              <When at={proposal.ends_on} />
            </>
          )}
        </>
      }
      action={
        adopt && proposal.proposal !== 'keep' ? (
          <Button onClick={adopt}>{t('ui-isolation-amend')}</Button>
        ) : undefined
      }
    />
  );
}

function History({ id }: { id: string }) {
  const { t } = useT();
  const { data, error, refetch } = useGet('/api/v1/facts', { query: { subject_kind: 'order', subject: id } });
  const taken = new Set(data?.items.map((fact) => fact.corrects));
  return (
    <Section title={t('ui-isolation-history')}>
      <Problem error={error} retry={refetch} />
      {data ? (
        <FactTimeline
          facts={data.items}
          of={{ kind: 'order', id }}
          actions={(fact) => <WithdrawFact fact={fact} done={taken.has(fact.id)} />}
        />
      ) : (
        !error && <Loading />
      )}
    </Section>
  );
}
