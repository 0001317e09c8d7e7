// The ledger of problems: each with a unit that mends it and a deadline, closed by somebody else.
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Go, useAddress, useFilter } from '@/address';
import { useGet } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { Area, Deadline, Page, RecordList, Said, SubjectLink, Unit, useNow, When } from '@/parts';
import { useMay, useMe } from '@/session';
import { Directive } from './Directive';
import { ProblemState, Weight } from './marks';
import { deadlineState } from './problem';

const VIEWS = ['all', 'mine', 'assigned', 'submitted', 'returned', 'closed'] as const;
type View = (typeof VIEWS)[number];
const VIEW_TEXT: Record<View, TextKey> = {
  all: 'ui-supervision-problems-all',
  mine: 'ui-supervision-problems-mine',
  assigned: 'ui-supervision-problems-assigned',
  submitted: 'ui-supervision-problems-submitted',
  returned: 'ui-supervision-problems-returned',
  closed: 'ui-supervision-problems-closed',
};

export default function Problems() {
  const { t } = useT();
  const { area } = useAddress();
  const { unit } = useMe();
  const may = useMay();
  const now = useNow();
  const [kept, keep] = useFilter('view');
  const [directive, setDirective] = useFilter('directive');
  const [issuing, setIssuing] = useState(false);
  const view = VIEWS.find((one) => one === kept) ?? 'all';
  const query = {
    area,
    directive,
    ...(view === 'mine' && unit ? { unit } : {}),
    ...(view === 'all' || view === 'mine' ? {} : { status: view }),
  };
  return (
    <Page
      title={t('ui-supervision-problems')}
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
      actions={
        may('issue_directives') && (
          <Button type="primary" onClick={() => setIssuing(true)}>
            {t('ui-supervision-directive-issue')}
          </Button>
        )
      }
    >
      <div>
        <Segmented<View>
          aria-label={t('ui-supervision-state')}
          value={view}
          onChange={(next) => keep(next === 'all' ? undefined : next)}
          options={VIEWS.filter((one) => one !== 'mine' || unit != null).map((value) => ({
            value,
            label: t(VIEW_TEXT[value]),
          }))}
        />
      </div>
      <RecordList
        id="problems"
        path="/api/v1/problems"
        query={query}
        empty={t('ui-supervision-no-problems')}
        tone={(row) => (deadlineState(row.status, row.due_at, now) === 'overdue' ? 'late' : undefined)}
        columns={[
          {
            id: 'title',
            label: 'ui-supervision-problem',
            always: true,
            wraps: true,
            cell: (row) => (
              <SubjectLink kind="problem" id={row.id}>
                <Said text={row.title} />
              </SubjectLink>
            ),
          },
          { id: 'severity', label: 'ui-supervision-severity', cell: (row) => <Weight of={row.severity} /> },
          { id: 'state', label: 'ui-supervision-state', cell: (row) => <ProblemState of={row.status} /> },
          {
            id: 'due',
            label: 'ui-supervision-due',
            cell: (row) =>
              row.status === 'closed' ? (
                <When at={row.due_at} />
              ) : (
                <Deadline due={row.due_at} state={deadlineState(row.status, row.due_at, now)} />
              ),
          },
          { id: 'unit', label: 'ui-supervision-mends', cell: (row) => <Unit id={row.unit} /> },
          { id: 'area', label: 'ui-supervision-area', cell: (row) => <Area code={row.area} /> },
          {
            id: 'directive',
            label: 'ui-supervision-directive',
            wraps: true,
            cell: (row) => (
              <SubjectLink kind="directive" id={row.directive}>
                <DirectiveTitle id={row.directive} />
              </SubjectLink>
            ),
          },
        ]}
      />
      {issuing && <Directive close={() => setIssuing(false)} />}
    </Page>
  );
}

/** A directive by its title. */
export function DirectiveTitle({ id }: { id: string }) {
  const { t } = useT();
  const { data } = useGet('/api/v1/directives/{id}', { path: { id } }, { still: true });
  return data ? <Said text={data.title} title={data.source} /> : <span>{t('ui-supervision-directive')}</span>;
}
