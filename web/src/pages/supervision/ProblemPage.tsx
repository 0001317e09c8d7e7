// One problem: what is wrong, who mends it by when, what was said to be mended, and what can be done now.
import { useParams } from 'react-router';
import { useAddress } from '@/address';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Deadline,
  Empty,
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
} from '@/parts';
import { ProblemState, Weight } from './marks';
import { deadlineState, problemOf } from './problem';
import { ProblemActions } from './ProblemActions';
import { DirectiveTitle } from './Problems';

export default function ProblemPage() {
  const { id = '' } = useParams();
  const { t } = useT();
  const { asOf } = useAddress();
  const now = useNow();
  const found = useGet('/api/v1/facts', { query: { subject_kind: 'problem', subject: id } });
  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={6} />;
  const problem = problemOf(found.data.items);
  if (!problem) return <Empty>{t('ui-missing-text')}</Empty>;
  return (
    <Page
      title={t('ui-supervision-problem')}
      note={
        <>
          <strong>
            <Said text={problem.title} />
          </strong>
          <ProblemState of={problem.status} />
          <Weight of={problem.severity} />
        </>
      }
    >
      {problem.status !== 'closed' && !asOf && (
        <Section title={t('ui-supervision-do')}>
          <ProblemActions id={id} done={() => undefined} />
        </Section>
      )}
      <Section title={t('ui-supervision-known')}>
        <Facts
          pairs={[
            [t('ui-supervision-mends'), <Unit key="u" id={problem.unit} />],
            [t('ui-supervision-area'), <Area key="a" code={problem.area} />],
            [
              t('ui-supervision-due'),
              <Deadline
                key="d"
                due={problem.dueAt}
                state={deadlineState(problem.status, problem.dueAt, now)}
              />,
            ],
            [
              t('ui-supervision-directive'),
              problem.directive && (
                <SubjectLink key="r" kind="directive" id={problem.directive}>
                  <DirectiveTitle id={problem.directive} />
                </SubjectLink>
              ),
            ],
            [t('ui-supervision-evidence'), problem.evidence && <Said key="e" text={problem.evidence} />],
            [
              t('ui-supervision-returned-why'),
              problem.status === 'returned' && problem.reason ? <Said key="w" text={problem.reason} /> : null,
            ],
          ]}
        />
      </Section>
      <Section title={t('ui-supervision-history')}>
        <FactTimeline facts={found.data.items} of={{ kind: 'problem', id }} />
      </Section>
    </Page>
  );
}
