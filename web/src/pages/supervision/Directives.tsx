// Directives, with how the tasks and problems stand into which each was split.
import { Button } from 'antd';
import { useState } from 'react';
import { Go, useAddress } from '@/address';
import type { Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { Area, Page, RecordList, Said, Unit, When, type Column } from '@/parts';
import { useMay } from '@/session';
import { Directive } from './Directive';
import styles from './supervision.module.css';

type Row = Schema<'Directive'>;
type Standing = 'assigned' | 'returned' | 'submitted' | 'closed';
const STANDINGS: readonly [Standing, TextKey][] = [
  ['assigned', 'ui-supervision-problems-assigned'],
  ['returned', 'ui-supervision-problems-returned'],
  ['submitted', 'ui-supervision-problems-submitted'],
  ['closed', 'ui-supervision-problems-closed'],
];

/** How many tasks a directive gives that were not taken back. */
const tasksOf = ({ tasks }: Row) =>
  tasks.issued + tasks.received + tasks.submitted + tasks.returned + tasks.done;

export default function Directives() {
  const { t, word } = useT();
  const { area } = useAddress();
  const may = useMay();
  const [issuing, setIssuing] = useState(false);
  const counts = STANDINGS.map(([standing, label]): Column<Row> => ({
    id: standing,
    label,
    align: 'end',
    cell: (row) =>
      row.problems[standing] > 0 && (
        <Go to={`/problems?directive=${row.id}&view=${standing}`}>{row.problems[standing]}</Go>
      ),
  }));
  return (
    <Page
      title={t('ui-supervision-directives')}
      note={
        <>
          <Go to="/tasks">{t('ui-command-tasks')}</Go> <Go to="/problems">{t('ui-supervision-problems')}</Go>{' '}
          <Go to="/meetings">{t('ui-command-meetings')}</Go>{' '}
          <Go to="/documents">{t('ui-command-documents')}</Go>
        </>
      }
      actions={
        may('issue_directives') && (
          <>
            <Go to="/bulletins" className={styles['button']}>
              {t('ui-supervision-bulletin')}
            </Go>
            <Button type="primary" onClick={() => setIssuing(true)}>
              {t('ui-supervision-directive-issue')}
            </Button>
          </>
        )
      }
    >
      <RecordList
        id="directives"
        path="/api/v1/directives"
        query={{ area }}
        empty={t('ui-supervision-no-directives')}
        tone={(row) => (row.problems.overdue + row.tasks.overdue > 0 ? 'late' : undefined)}
        columns={[
          {
            id: 'title',
            label: 'ui-supervision-directive',
            always: true,
            wraps: true,
            cell: (row) => (
              <Go to={`/${tasksOf(row) > 0 ? 'tasks' : 'problems'}?directive=${row.id}`}>
                <Said text={row.title} />
              </Go>
            ),
          },
          {
            id: 'source',
            label: 'ui-supervision-directive-source',
            wraps: true,
            cell: (row) => <Said text={row.source} />,
          },
          { id: 'issued', label: 'ui-supervision-issued', cell: (row) => <When at={row.issued_at} /> },
          {
            id: 'overdue',
            label: 'ui-supervision-clock-overdue',
            align: 'end',
            cell: (row) =>
              row.problems.overdue + row.tasks.overdue > 0 && (
                <strong className={styles['late']}>{row.problems.overdue + row.tasks.overdue}</strong>
              ),
          },
          {
            id: 'tasks',
            label: 'ui-command-tasks-done',
            align: 'end',
            cell: (row) =>
              tasksOf(row) > 0 && (
                <Go to={`/tasks?directive=${row.id}`}>{`${row.tasks.done} / ${tasksOf(row)}`}</Go>
              ),
          },
          {
            id: 'state',
            label: 'ui-supervision-state',
            cell: (row) => row.status !== 'in_force' && word('directivestate', row.status),
          },
          ...counts,
          {
            id: 'unit',
            label: 'ui-supervision-issued-by',
            hidden: true,
            cell: (row) => <Unit id={row.unit} />,
          },
          { id: 'area', label: 'ui-supervision-area', cell: (row) => <Area code={row.area} /> },
        ]}
      />
      {issuing && <Directive as="tasks" close={() => setIssuing(false)} />}
    </Page>
  );
}
