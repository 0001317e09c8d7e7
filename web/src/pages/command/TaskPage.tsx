// One task: what is to be done, who answers for it, until when; what was said to be done; what can be done now.
import { useParams } from 'react-router';
import { useAddress } from '@/address';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Deadline,
  FactTimeline,
  Facts,
  Loading,
  Page,
  Problem,
  Said,
  Section,
  SubjectLink,
  Unit,
  useNow,
  When,
} from '@/parts';
import { Holder } from '../duty/people';
import { TaskState } from './marks';
import { TaskActions } from './TaskActions';
import { deadlineOf } from './tasks';

export default function TaskPage() {
  const { id = '' } = useParams();
  const { t, word } = useT();
  const { asOf } = useAddress();
  const now = useNow();
  const found = useGet('/api/v1/tasks/{id}', { path: { id } });
  const facts = useGet('/api/v1/facts', { query: { subject_kind: 'task', subject: id } });
  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={6} />;
  const { task, parts, ...of } = found.data;
  const person = (user: string | null | undefined) => user && <Holder unit={task.unit} user={user} />;
  return (
    <Page
      title={t('ui-command-task')}
      note={
        <>
          <strong>
            <Said text={task.title} />
          </strong>
          <TaskState of={task.status} />
        </>
      }
    >
      {!asOf && <TaskActions task={task} />}
      <Section title={t('ui-supervision-known')}>
        <Facts
          pairs={[
            [t('ui-command-does'), <Unit key="u" id={task.unit} />],
            [t('ui-supervision-area'), <Area key="a" code={task.area} />],
            [t('ui-supervision-due'), <Deadline key="d" due={task.due_at} state={deadlineOf(task, now)} />],
            [t('ui-command-party'), word('party', task.party)],
            [t('ui-command-accountable'), person(task.accountable)],
            [t('ui-command-deputy'), person(task.deputy)],
            [t('ui-command-executor'), person(task.executor)],
            [t('ui-command-issuer'), task.issuer && <Unit key="i" id={task.issuer} />],
            [
              t('ui-supervision-directive'),
              <span key="r">
                <Said text={of.directive_title} /> (<Said text={of.directive_source} />)
              </span>,
            ],
            [t('ui-command-evidence'), task.evidence && <Said key="e" text={task.evidence} />],
            [
              t('ui-command-extension'),
              task.extension && (
                <span key="x">
                  <When at={task.extension.until} /> <Said text={task.extension.reason} />
                </span>
              ),
            ],
            [
              t('ui-command-part-of'),
              task.part_of && (
                <SubjectLink key="p" kind="task" id={task.part_of}>
                  {t('ui-command-task')}
                </SubjectLink>
              ),
            ],
          ]}
        />
      </Section>
      {parts.length > 0 && (
        <Section title={t('ui-command-parts')}>
          <ul>
            {parts.map((part) => (
              <li key={part.id}>
                <SubjectLink kind="task" id={part.id}>
                  <Said text={part.title} />
                </SubjectLink>{' '}
                <TaskState of={part.status} /> <Unit id={part.unit} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('ui-supervision-history')}>
        {facts.data ? (
          <FactTimeline facts={facts.data.items} of={{ kind: 'task', id }} />
        ) : (
          <Loading rows={3} />
        )}
      </Section>
    </Page>
  );
}
