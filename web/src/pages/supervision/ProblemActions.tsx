// What can be done with a problem: say that it is mended, verify it, send it back.
import { Alert, Button, Form, Space, Tabs } from 'antd';
import { useGet, type Receipt } from '@/api';
import { useT } from '@/i18n';
import { clean, InstantField, Loading, Problem, Said, TextField } from '@/parts';
import { useMay, useMe } from '@/session';
import { EvidenceForm, useEvidence } from './forms/shared';
import { problemOf } from './problem';
import styles from './supervision.module.css';

export function ProblemActions({ id, done }: { id: string; done: (receipt: Receipt) => void }) {
  const { t } = useT();
  const may = useMay();
  const { unit } = useMe();
  const found = useGet('/api/v1/facts', { query: { subject_kind: 'problem', subject: id } });
  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={2} />;
  const problem = problemOf(found.data.items);
  if (!problem || problem.status === 'closed')
    return <Alert type="info" title={t('ui-supervision-problem-closed')} />;
  if (problem.status === 'submitted') {
    // Nobody verifies what his own unit has mended.
    if (!may('verify_rectification') || unit === problem.unit)
      return <Alert type="info" title={t('ui-supervision-problem-waits')} />;
    return (
      <>
        {problem.evidence && (
          <blockquote className={styles['quote']}>
            <Said text={problem.evidence} />
          </blockquote>
        )}
        <Tabs
          items={[
            { key: 'verify', label: t('ui-supervision-verify'), children: <Verify id={id} done={done} /> },
            { key: 'return', label: t('ui-supervision-return'), children: <Return id={id} done={done} /> },
          ]}
        />
      </>
    );
  }
  if (!may('rectify') || (unit && unit !== problem.unit))
    return <Alert type="info" title={t('ui-supervision-problem-theirs')} />;
  return <Submit id={id} done={done} />;
}

interface Props {
  id: string;
  done: (receipt: Receipt) => void;
}

function Submit({ id, done }: Props) {
  const command = useEvidence('/api/v1/problems/{id}/submit', done);
  return (
    <EvidenceForm<'/api/v1/problems/{id}/submit', { evidence: string }>
      command={command}
      send="ui-supervision-submit"
      given={(values) => ({ path: { id }, body: clean(values) })}
    >
      <TextField
        name="evidence"
        label="ui-supervision-evidence"
        hint="ui-supervision-evidence-hint"
        max={2000}
        rows={5}
        multiline
        required
        refused={command.field('evidence')}
      />
    </EvidenceForm>
  );
}

function Verify({ id, done }: Props) {
  const { t } = useT();
  const command = useEvidence('/api/v1/problems/{id}/verify', done);
  return (
    <Form onFinish={() => void command.run({ path: { id }, body: {} })}>
      <p>{t('ui-supervision-verify-text')}</p>
      <Problem error={command.problem} />
      <Space>
        <Button type="primary" htmlType="submit" loading={command.pending} disabled={command.barred}>
          {t('ui-supervision-verify')}
        </Button>
      </Space>
    </Form>
  );
}

function Return({ id, done }: Props) {
  const command = useEvidence('/api/v1/problems/{id}/return', done);
  return (
    <EvidenceForm<'/api/v1/problems/{id}/return', { reason: string; due_at: string }>
      command={command}
      send="ui-supervision-return"
      given={(values) => ({ path: { id }, body: clean(values) })}
    >
      <TextField
        name="reason"
        label="ui-supervision-reason"
        max={500}
        multiline
        required
        refused={command.field('reason')}
      />
      <InstantField name="due_at" label="ui-supervision-new-due" required refused={command.field('due_at')} />
    </EvidenceForm>
  );
}
