// Today's people of a worker: whom to check, to swab, to see; with or without a network.
import { useMemo, useState } from 'react';
import { useAddress } from '@/address';
import { useT } from '@/i18n';
import { offline, useBusinessNow, useOffline } from '@/offline';
import { dayText, relativeText } from '@/parts/calendar';
import { Page } from '@/parts/page';
import { Loading, Problem } from '@/parts/states';
import { Big, Note, OneOf } from '@/parts/touch';
import { CheckSheet } from './CheckSheet';
import {
  meetsOf,
  progress,
  shown,
  withEntries,
  type Only,
  type Someone,
  type Task,
} from '@/parts/round/today';
import { NameThem } from '@/parts/round/NameThem';
import { useToday } from '@/parts/round/useToday';
import { useMay } from '@/session';
import { Person } from './Person';
import styles from './field.module.css';

const ONLY: readonly Only[] = ['all', 'check', 'test', 'visit', 'late'];

export default function Today() {
  const { t, language } = useT();
  const may = useMay();
  const { asOf } = useAddress();
  const { entries, state, lasting, lost, ofOthers, reached } = useOffline();
  const { today, until, loading, refreshing, error, refresh, openNames } = useToday();
  const now = useBusinessNow();
  const [only, setOnly] = useState<Only>('all');
  const [ours, setOurs] = useState(true);
  const [checked, setChecked] = useState<{ someone: Someone; task: Task }>();
  const known = useMemo(() => today && withEntries(today, entries), [today, entries]);
  const people = useMemo(() => (known ? shown(known, only, ours) : []), [known, only, ours]);
  const others = useMemo(() => (known ? known.people.filter((someone) => !someone.ours).length : 0), [known]);
  const barred = asOf !== undefined;

  const count = (one: Only) => (known ? shown(known, one, ours).length : 0);
  const labels: Record<Only, string> = {
    all: t('ui-field-only-all', { count: count('all') }),
    check: t('ui-field-only-checks', { count: count('check') }),
    test: t('ui-field-only-tests', { count: count('test') }),
    visit: t('ui-field-only-visits', { count: count('visit') }),
    late: t('ui-field-only-late', { count: count('late') }),
  };

  return (
    <Page
      title={t('ui-field-title')}
      note={
        known && (
          <>
            {dayText(known.on, language)} ·{' '}
            {t(
              'ui-field-progress',
              progress(shown(known, 'all', ours), (kind) => kind !== 'test' || may('record_test')),
            )}
          </>
        )
      }
    >
      {lost && <Note tone="late">{t('ui-field-lost')}</Note>}
      {state === 'open' && !lasting && <Note tone="warn">{t('ui-field-not-lasting')}</Note>}
      {ofOthers > 0 && <Note tone="calm">{t('ui-field-of-others', { count: ofOthers })}</Note>}
      {state === 'closed' && <Note tone="warn">{t('ui-field-closed')}</Note>}
      {!known && loading && <Loading rows={6} />}
      {!known &&
        !loading &&
        (error ? <Problem error={error} retry={refresh} /> : <Nothing reached={reached} refresh={refresh} />)}
      {known && (
        <>
          {known.people.length > 0 && (
            <OneOf
              label={t('ui-field-show')}
              options={ONLY.filter((one) => one === 'all' || one === only || count(one) > 0).map((value) => ({
                value,
                label: labels[value],
              }))}
              value={only}
              choose={(value) => setOnly(value ?? 'all')}
              required
            />
          )}
          {/* That there is no network is said above already. */}
          {error !== null && reached && <Problem error={error} retry={refresh} />}
          {!ours && <NameThem people={people} open={openNames} />}
          {people.length === 0 ? (
            <Note tone="done">{t(only === 'all' ? 'ui-field-nobody' : 'ui-field-nobody-such')}</Note>
          ) : (
            <ul className={styles['people']}>
              {people.map((someone) => (
                <Person
                  key={someone.person}
                  someone={someone}
                  today={known}
                  now={now}
                  barred={barred}
                  check={(task) => setChecked({ someone, task })}
                />
              ))}
            </ul>
          )}
          {others > 0 && (
            <Big kind="quiet" onClick={() => setOurs(!ours)}>
              {ours ? t('ui-field-others-too', { count: others }) : t('ui-field-ours-alone')}
            </Big>
          )}
          {known.more && <Note tone="warn">{t('ui-field-more')}</Note>}
          <div className={styles['foot']}>
            <span>
              {t('ui-field-made', { when: relativeText(known.madeAt, now, language) })}
              {until !== undefined && known.people.some(({ name }) => name) && (
                <> · {t('ui-field-until', { hours: hoursTo(until) })}</>
              )}
            </span>
            <Big kind="plain" onClick={refresh} disabled={refreshing}>
              {t(refreshing ? 'ui-loading' : 'ui-list-reload')}
            </Big>
          </div>
        </>
      )}
      {checked && known && (
        <CheckSheet
          person={checked.someone.person}
          name={checked.someone.name}
          meets={meetsOf(checked.task, known)}
          close={() => setChecked(undefined)}
        />
      )}
    </Page>
  );
}

/** Full hours until then, by the clock by which the wiping goes. */
function hoursTo(until: number): number {
  return Math.max(0, Math.ceil((until - offline.device()) / 3_600_000));
}

function Nothing({ reached, refresh }: { reached: boolean; refresh: () => void }) {
  const { t } = useT();
  return (
    <>
      <Note tone="warn">{t(reached ? 'ui-field-none-yet' : 'ui-field-none-offline')}</Note>
      <Big wide onClick={refresh}>
        {t('ui-retry')}
      </Big>
    </>
  );
}
