// The board of tasks: what directives gave to units, by whose and by how it stands, each with its clock.
import { Button, Segmented } from 'antd';
import { Go, useAddress, useFilter } from '@/address';
import { useT, type TextKey } from '@/i18n';
import { Area, Deadline, Page, RecordList, Said, SubjectLink, Unit, useNow, When } from '@/parts';
import { useMe } from '@/session';
import { DirectiveTitle } from '../supervision/Problems';
import { TaskState } from './marks';
import { deadlineOf, VIEWS, viewQuery, type View } from './tasks';

const VIEW_TEXT: Record<View, TextKey> = {
  open: 'ui-command-tasks-open',
  mine: 'ui-command-tasks-mine',
  late: 'ui-command-tasks-late',
  submitted: 'ui-command-tasks-submitted',
  ended: 'ui-command-tasks-ended',
};

export default function Tasks() {
  const { t, word } = useT();
  const { area } = useAddress();
  const { unit } = useMe();
  const now = useNow();
  const [kept, keep] = useFilter('view');
  const [directive, setDirective] = useFilter('directive');
  const view = VIEWS.find((one) => one === kept) ?? 'open';
  return (
    <Page
      title={t('ui-command-tasks')}
      note={
        directive ? (
          <>
            <DirectiveTitle id={directive} />
            <Button type="link" size="small" onClick={() => setDirective(undefined)}>
              {t('ui-list-clear')}
            </Button>
          </>
        ) : (
          <Go to="/directives">{t('ui-supervision-directives')}</Go>
        )
      }
    >
      <div>
        <Segmented<View>
          aria-label={t('ui-supervision-state')}
          value={view}
          onChange={(next) => keep(next === 'open' ? undefined : next)}
          options={VIEWS.filter((one) => one !== 'mine' || unit != null).map((value) => ({
            value,
            label: t(VIEW_TEXT[value]),
          }))}
        />
      </div>
      <RecordList
        id="tasks"
        path="/api/v1/tasks"
        query={{ area, under: directive, ...viewQuery(view, unit ?? undefined, now) }}
        empty={t('ui-command-no-tasks')}
        tone={(row) => (deadlineOf(row, now) === 'overdue' ? 'late' : undefined)}
        columns={[
          {
            id: 'title',
            label: 'ui-command-task',
            always: true,
            wraps: true,
            cell: (row) => (
              <SubjectLink kind="task" id={row.id}>
                <Said text={row.title} />
              </SubjectLink>
            ),
          },
          { id: 'state', label: 'ui-supervision-state', cell: (row) => <TaskState of={row.status} /> },
          {
            id: 'due',
            label: 'ui-supervision-due',
            cell: (row) =>
              row.ended_at ? (
                <When at={row.due_at} />
              ) : (
                <Deadline due={row.due_at} state={deadlineOf(row, now)} />
              ),
          },
          { id: 'unit', label: 'ui-command-does', cell: (row) => <Unit id={row.unit} /> },
          { id: 'area', label: 'ui-supervision-area', cell: (row) => <Area code={row.area} /> },
          { id: 'party', label: 'ui-command-party', cell: (row) => word('party', row.party), hidden: true },
          {
            id: 'directive',
            label: 'ui-supervision-directive',
            wraps: true,
            hidden: true,
            cell: (row) => (
              <Go to={`/tasks?directive=${row.directive}`}>
                <DirectiveTitle id={row.directive} />
              </Go>
            ),
          },
        ]}
      />
    </Page>
  );
}
