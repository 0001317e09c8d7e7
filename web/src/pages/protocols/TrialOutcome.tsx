// What would follow, each with the rule by which it does.
import { ExclamationCircleOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import { useEffect, useRef } from 'react';
import { Go } from '@/address';
import { useT } from '@/i18n';
import { Deadline, Empty, Facts, Mark, RecordTable, Section, When } from '@/parts';
import styles from './protocols.module.css';
import type { Outcome, RuleOf } from './trial';

export function TrialOutcome({ of }: { of: Outcome }) {
  const { t, text, word } = useT();
  const rule = (one: RuleOf | null | undefined) => <RuleLink rule={one} of={of} />;
  const nothing =
    of.classifications.length + of.contacts.length + of.obligations.length + of.schedules.length === 0;
  // The question is longer than most screens: whoever asks it is led to the answer.
  const start = useRef<HTMLDivElement>(null);
  useEffect(() => {
    start.current?.focus({ preventScroll: true });
    start.current?.scrollIntoView?.({ block: 'start' });
  }, []);
  return (
    <div ref={start} tabIndex={-1} className={styles['outcome']}>
      <Section title={t('ui-protocols-follows')}>
        <Facts
          pairs={[
            [t('ui-protocols-edition'), text(of.title)],
            [t('ui-protocols-trial-now'), <When key="now" at={of.now} />],
            [
              t('ui-protocols-follows-class'),
              of.classification ? (
                <Mark tone="warn">{word('classification', of.classification)}</Mark>
              ) : (
                t('ui-protocols-follows-no-class')
              ),
            ],
          ]}
        />
        {nothing && <Empty>{t('ui-protocols-follows-nothing')}</Empty>}
        {of.classifications.length > 0 && (
          <ul className={styles['follows']}>
            {of.classifications.map((one, at) => (
              <li key={at}>
                <When at={one.at} /> {word('classification', one.classification)} {rule(one.rule)}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {of.obligations.length > 0 && (
        <Section title={t('ui-protocols-follows-owed', { count: of.obligations.length })}>
          <RecordTable
            rows={of.obligations.map((one, at) => ({ ...one, at }))}
            rowId={({ at }) => String(at)}
            tone={({ state }) =>
              state === 'overdue' || state === 'met_late' ? 'late' : state === 'warned' ? 'warn' : undefined
            }
            columns={[
              { id: 'duty', wraps: true, label: 'ui-protocols-follows-duty', cell: (row) => text(row.duty) },
              {
                id: 'who',
                wraps: true,
                label: 'ui-protocols-follows-who',
                cell: (row) =>
                  row.role
                    ? `${word('role', row.role)}${row.level ? ` · ${word('level', row.level)}` : ''}`
                    : t('ui-protocols-follows-own-unit'),
              },
              {
                id: 'due',
                wraps: true,
                label: 'ui-protocols-follows-due',
                cell: (row) => <Deadline due={row.due_at} state={row.state} from={of.now} />,
              },
              {
                id: 'ladder',
                wraps: true,
                label: 'ui-protocols-follows-ladder',
                cell: (row) => (
                  <ul className={styles['plain']}>
                    {row.escalations.map((step) => (
                      <li key={`${step.at} ${step.level}`}>
                        <When at={step.at} /> {word('level', step.level)} · {word('role', step.role)}
                      </li>
                    ))}
                  </ul>
                ),
              },
              { id: 'rule', wraps: true, label: 'ui-protocols-rule', cell: (row) => rule(row.rule) },
            ]}
          />
        </Section>
      )}
      {of.contacts.length > 0 && (
        <Section title={t('ui-protocols-follows-contacts', { count: of.contacts.length })}>
          <RecordTable
            rows={of.contacts}
            rowId={(row) => String(row.exposure)}
            columns={[
              { id: 'which', label: 'ui-protocols-trial-exposure', cell: (row) => row.exposure + 1 },
              {
                id: 'class',
                label: 'ui-protocols-follows-contact',
                cell: (row) => word('class', row.class ?? 'none'),
              },
              {
                id: 'window',
                label: 'ui-protocols-follows-window',
                cell: (row) => row.window_opens_at && <When at={row.window_opens_at} />,
              },
              { id: 'rule', wraps: true, label: 'ui-protocols-rule', cell: (row) => rule(row.rule) },
            ]}
          />
        </Section>
      )}
      {of.schedules.map((plan, at) => (
        <Section key={at} title={t('ui-protocols-follows-regime', { regime: plan.regime })}>
          <p>
            {plan.rule && text(plan.rule.title)} {rule(plan.rule)}
          </p>
          <Facts
            pairs={[
              [t('ui-protocols-notation-form'), <code key="form">{plan.form}</code>],
              [t('ui-protocols-from'), <When key="from" at={plan.starts_on} />],
              [t('ui-protocols-until'), <When key="until" at={plan.ends_on} />],
              [t('ui-protocols-notation-days'), t('ui-protocols-days', { count: plan.days })],
              [
                t('ui-protocols-follows-phases'),
                plan.phases.map((phase) => (
                  <div key={phase.from_on}>
                    {word('stay', phase.stay)} <When at={phase.from_on} /> – <When at={phase.to_on} />
                  </div>
                )),
              ],
              [
                t('ui-protocols-follows-tests', { count: plan.tests.length }),
                plan.tests.map((test) => (
                  <div key={test.occurrence}>
                    {t('ui-protocols-follows-day', { day: test.day })} <When at={test.on} />
                  </div>
                )),
              ],
              [t('ui-protocols-follows-checks'), String(plan.checks.length)],
            ]}
          />
        </Section>
      ))}
      {of.made_up.length > 0 && (
        <Alert
          type="info"
          title={t('ui-protocols-follows-made-up')}
          description={of.made_up.map((fact) => word('fact', fact.kind)).join(t('ui-span-joint-list'))}
        />
      )}
    </div>
  );
}

/** The rule by which something follows; one that nobody has confirmed says so. */
function RuleLink({ rule, of }: { rule: RuleOf | null | undefined; of: Outcome }) {
  const { t, text, word } = useT();
  if (!rule) return null;
  return (
    <span className={styles['rule']}>
      <Go
        to={`/protocols/${of.disease}/${of.edition}?text=${encodeURIComponent(rule.id)}`}
        title={text(rule.title)}
      >
        {rule.id}
      </Go>{' '}
      {rule.source}{' '}
      {rule.confidence === 'C' && (
        <Mark tone="late">
          <ExclamationCircleOutlined aria-hidden /> {word('confidence', 'c')}
        </Mark>
      )}
      {rule.overlay && <Mark tone="calm">{t('ui-protocols-overlay')}</Mark>}
    </span>
  );
}
