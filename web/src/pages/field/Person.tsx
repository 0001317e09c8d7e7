// Somebody to be seen today: who and where, what is due, and what can be done about it with one thumb.
import { useState } from 'react';
import { useT } from '@/i18n';
import { offline } from '@/offline';
import { Big, Note } from '@/parts/touch';
import { SwabSheet } from '@/parts/round/SwabSheet';
import { useWho } from '@/parts/round/who';
import { meetsOf, shortMoment, type Someone, type Task, type Today } from '@/parts/round/today';
import { useMay } from '@/session';
import styles from './field.module.css';

interface Props {
  someone: Someone;
  today: Today;
  now: number;
  barred: boolean;
  check: (task: Task) => void;
}

export function Person({ someone, today, now, barred, check }: Props) {
  const { t, word } = useT();
  const { person, name, phone, address, measure, endsOn, tasks } = someone;
  const who = useWho()(name, person);
  return (
    <li
      className={styles['person']}
      data-done={tasks.every(({ state }) => state === 'done') ? '' : undefined}
    >
      <div className={styles['who']}>
        <h2 data-said={name ? '' : undefined}>{who}</h2>
        {phone && (
          <a href={`tel:${phone}`} className={styles['call']} aria-label={`${phone} ${who}`}>
            {phone}
          </a>
        )}
      </div>
      {address && <div data-said>{address}</div>}
      <div className={styles['quiet']}>
        {word('measure', measure)}
        {endsOn && <> · {t('ui-field-day-of', { day: dayOf(someone, today.on), all: lengthOf(someone) })}</>}
      </div>
      <ul className={styles['tasks']}>
        {tasks.map((task) => (
          <TaskLine
            key={`${task.order} ${task.kind} ${task.occurrence ?? ''}`}
            task={task}
            name={name}
            person={person}
            today={today}
            now={now}
            barred={barred}
            check={() => check(task)}
          />
        ))}
      </ul>
    </li>
  );
}

const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function lengthOf({ startsOn, endsOn }: Someone): number {
  return startsOn && endsOn ? days(startsOn, endsOn) + 1 : 0;
}

function dayOf({ startsOn }: Someone, on: string): number {
  return startsOn ? Math.max(1, days(startsOn, on) + 1) : 0;
}

interface TaskProps {
  task: Task;
  name: string | undefined;
  person: string;
  today: Today;
  now: number;
  barred: boolean;
  check: () => void;
}

function TaskLine({ task, name, person, today, now, barred, check }: TaskProps) {
  const { t, language } = useT();
  const may = useMay();
  const who = useWho()(name, person);
  const [swab, setSwab] = useState(false);
  const [failed, setFailed] = useState(false);
  const { kind, state, due, from } = task;
  const early = from !== undefined && Date.parse(from) > now;
  const at = (instant: string | undefined) => instant && shortMoment(instant, today, language);
  const [begins, ends] = [at(from), at(due)];
  const what = { check: t('ui-field-check'), test: t('ui-field-test'), visit: t('ui-field-visit') }[kind];
  const stands = {
    open:
      early && begins
        ? t('ui-field-from', { when: begins })
        : ends
          ? t('ui-field-due', { when: ends })
          : t('ui-field-due-today'),
    late: ends ? t('ui-field-late', { when: ends }) : t('ui-field-late-day'),
    waiting: t('ui-field-waiting'),
    done: t('ui-field-done'),
  }[state];
  const todo = (state === 'open' || state === 'late') && !barred;

  const begin = () => {
    const command = { path: '/api/v1/orders/{id}/start', id: task.order, body: {} } as const;
    offline
      .add({
        command,
        moment: { field: 'occurred_at', when: offline.moment(), ago: 0 },
        person,
        ...(name ? { who: name } : {}),
      })
      .catch(() => setFailed(true));
  };

  return (
    <li className={styles['task']} data-state={state}>
      <span className={styles['stands']}>
        <strong>{what}</strong>
        <span>{stands}</span>
      </span>
      {todo && kind === 'check' && (
        <Big kind="primary" disabled={early} onClick={check} aria-label={`${t('ui-field-check-do')} ${who}`}>
          {t('ui-field-check-do')}
        </Big>
      )}
      {todo && kind === 'visit' && may('carry_out_orders') && (
        <Big kind="primary" onClick={begin} aria-label={`${t('ui-field-begin')} ${who}`}>
          {t('ui-field-begin')}
        </Big>
      )}
      {todo && kind === 'test' && may('record_test') && task.disease && (
        <Big kind="primary" onClick={() => setSwab(true)} aria-label={`${t('ui-field-swab')} ${who}`}>
          {t('ui-field-swab')}
        </Big>
      )}
      {todo && kind === 'test' && !may('record_test') && (
        <span className={styles['quiet']}>{t('ui-field-swab-others')}</span>
      )}
      {failed && <Note tone="late">{t('ui-round-not-kept')}</Note>}
      {swab && task.disease && (
        <SwabSheet
          person={person}
          name={name}
          disease={task.disease}
          meets={meetsOf(task, today)}
          close={() => setSwab(false)}
        />
      )}
    </li>
  );
}
