// Samples to take today, and of somebody who just comes; with or without a network. Each gets a label for its tube.
import { lazy, Suspense, useMemo, useState } from 'react';
import { useAddress } from '@/address';
import { useT } from '@/i18n';
import { useBusinessNow, useOffline, type Entry } from '@/offline';
import { Page } from '@/parts/page';
import { labelText, type TubeLabel } from '@/parts/round/label';
import { NameThem } from '@/parts/round/NameThem';
import { SwabSheet, type SwabSheetProps } from '@/parts/round/SwabSheet';
import {
  meetsOf,
  shortMoment,
  shown,
  withEntries,
  type Someone,
  type Task,
  type Today,
} from '@/parts/round/today';
import { useWho } from '@/parts/round/who';
import { useToday } from '@/parts/round/useToday';
import { Loading, Problem } from '@/parts/states';
import { Big, Note, Sheet } from '@/parts/touch';
import { useMay } from '@/session';
import { FindSheet } from './FindSheet';
import styles from './testing.module.css';

const LabelCard = lazy(() => import('@/parts/round/LabelCard'));

/** A sample that was taken here and not refused, as its label has it. */
function takenOf({ state, content }: Entry): { label: TubeLabel; name: string | undefined } | undefined {
  if (!content || state === 'refused' || content.command.path !== '/api/v1/samples') return undefined;
  const { person, disease, method } = content.command.body;
  const { when, ago } = content.moment ?? { when: { device: 0, sure: false }, ago: 0 };
  return {
    label: { person, disease, method, sampledAt: (when.business ?? when.device) - ago },
    name: content.who,
  };
}

export default function Take() {
  const { t } = useT();
  const may = useMay();
  const whoOf = useWho();
  const { asOf } = useAddress();
  const { entries, state, reached } = useOffline();
  const { today, loading, error, refresh, openNames } = useToday();
  const now = useBusinessNow();
  const [swab, setSwab] = useState<Omit<SwabSheetProps, 'close'>>();
  const [finding, setFinding] = useState(false);
  const [labels, setLabels] = useState(false);
  const known = useMemo(() => today && withEntries(today, entries), [today, entries]);
  const due = useMemo(() => (known ? shown(known, 'test', false) : []), [known]);
  const open = due.filter(({ tasks }) => tasks.some(isOpen));
  const taken = entries.flatMap((entry) => takenOf(entry) ?? []);
  const barred = asOf !== undefined || state !== 'open';

  return (
    <Page
      title={t('ui-testing-take-title')}
      note={known && t('ui-testing-take-note', { left: open.length, all: due.length })}
    >
      <div className={styles['acts']}>
        <Big kind="primary" onClick={() => setFinding(true)} disabled={barred}>
          {t('ui-testing-somebody-else')}
        </Big>
        {taken.length > 0 && (
          <Big onClick={() => setLabels(true)}>{t('ui-testing-labels', { count: taken.length })}</Big>
        )}
      </div>
      {state === 'closed' && <Note tone="warn">{t('ui-testing-closed')}</Note>}
      {may('read_orders') && (
        <>
          {!known && loading && <Loading rows={5} />}
          {error !== null && reached && <Problem error={error} retry={refresh} />}
          {!known && !loading && !error && <Note tone="warn">{t('ui-testing-none-kept')}</Note>}
          {known && open.length === 0 && <Note tone="done">{t('ui-testing-none-due')}</Note>}
          <NameThem people={open} open={openNames} />
          <ul className={styles['due']}>
            {known &&
              open.map((someone) => (
                <Due
                  key={someone.person}
                  someone={someone}
                  today={known}
                  now={now}
                  barred={barred}
                  take={({ disease, ...task }) => {
                    if (disease)
                      setSwab({
                        person: someone.person,
                        name: someone.name,
                        disease,
                        meets: meetsOf(task, known),
                      });
                  }}
                />
              ))}
          </ul>
        </>
      )}
      {!may('read_orders') && <Note tone="calm">{t('ui-testing-no-orders')}</Note>}
      {finding && (
        <FindSheet
          close={() => setFinding(false)}
          found={(person, name, disease) => {
            setFinding(false);
            setSwab({ person, name, disease });
          }}
        />
      )}
      {swab && <SwabSheet {...swab} close={() => setSwab(undefined)} />}
      {labels && (
        <Sheet title={t('ui-testing-labels', { count: taken.length })} close={() => setLabels(false)}>
          <div className={styles['labels']}>
            <Suspense fallback={<Loading rows={2} />}>
              {taken.map(({ label, name }) => (
                <LabelCard
                  key={labelText(label)}
                  text={labelText(label)}
                  label={label}
                  who={whoOf(name, label.person)}
                />
              ))}
            </Suspense>
          </div>
          <Big wide onClick={() => window.print()}>
            {t('ui-testing-print')}
          </Big>
        </Sheet>
      )}
    </Page>
  );
}

const isOpen = (task: Task) => task.state === 'open' || task.state === 'late';

interface DueProps {
  someone: Someone;
  today: Today;
  now: number;
  barred: boolean;
  take: (task: Task) => void;
}

function Due({ someone, today, now, barred, take }: DueProps) {
  const { t, word, language } = useT();
  const who = useWho()(someone.name, someone.person);
  const at = (moment: string | undefined) => moment && shortMoment(moment, today, language);
  return (
    <li className={styles['one']}>
      <strong className={styles['who']} data-said={someone.name ? '' : undefined}>
        {who}
      </strong>
      {someone.phone && <a href={`tel:${someone.phone}`}>{someone.phone}</a>}
      {someone.address && <div data-said>{someone.address}</div>}
      {someone.tasks.filter(isOpen).map((task) => {
        const early = task.from !== undefined && Date.parse(task.from) > now;
        const [begins, ends] = [at(task.from), at(task.due)];
        return (
          <div
            key={`${task.order} ${task.occurrence ?? ''}`}
            className={styles['task']}
            data-late={task.state === 'late' ? '' : undefined}
          >
            <span>
              {task.disease && word('disease', task.disease)}{' '}
              {early && begins
                ? t('ui-testing-from', { when: begins })
                : !ends
                  ? t('ui-testing-today')
                  : t(task.state === 'late' ? 'ui-testing-late' : 'ui-testing-due', { when: ends })}
            </span>
            <Big kind="primary" disabled={barred || early || !task.disease} onClick={() => take(task)}>
              {t('ui-testing-take')}
            </Big>
          </div>
        );
      })}
    </li>
  );
}
