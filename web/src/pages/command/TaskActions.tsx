// What can be done with a task: its unit receives it, asks for time, says that it is done; others judge.
import { Alert, Button, Form, Space, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useT, type TextKey } from '@/i18n';
import { clean, InstantField, Problem, Said, Section, TextField } from '@/parts';
import { useMay, useMe } from '@/session';
import { EvidenceForm, useEvidence } from '../supervision/forms/shared';
import { deeds, type Deed, type Task } from './tasks';

const LABELS: Record<Deed, TextKey> = {
  receive: 'ui-command-receive',
  submit: 'ui-command-submit',
  ask_extension: 'ui-command-ask-extension',
  answer_extension: 'ui-command-answer-extension',
  verify: 'ui-command-verify',
  return: 'ui-command-return',
  cancel: 'ui-command-cancel',
};
const FORMS: Record<Deed, (props: { task: Task }) => ReactNode> = {
  receive: Receive,
  submit: Submit,
  ask_extension: AskExtension,
  answer_extension: AnswerExtension,
  verify: Verify,
  return: Return,
  cancel: Cancel,
};

export function TaskActions({ task }: { task: Task }) {
  const { t } = useT();
  const may = useMay();
  const { unit } = useMe();
  const open = deeds(task, unit ?? undefined, may);
  if (task.ended_at) return null;
  return (
    <Section title={t('ui-supervision-do')}>
      {open.length === 0 ? (
        <Alert type="info" title={t('ui-command-task-theirs')} />
      ) : (
        <Tabs
          items={open.map((deed) => {
            const Deed = FORMS[deed];
            return { key: deed, label: t(LABELS[deed]), children: <Deed task={task} /> };
          })}
        />
      )}
    </Section>
  );
}

const nothing = () => undefined;

/** A deed that needs no more said. */
function Plain({
  path,
  id,
  text,
  send,
}: {
  path: '/api/v1/tasks/{id}/receive' | '/api/v1/tasks/{id}/verify';
  id: string;
  text: TextKey;
  send: TextKey;
}) {
  const { t } = useT();
  const command = useEvidence(path, nothing);
  return (
    <Form onFinish={() => void command.run({ path: { id }, body: {} })}>
      <p>{t(text)}</p>
      <Problem error={command.problem} />
      <Space>
        <Button type="primary" htmlType="submit" loading={command.pending} disabled={command.barred}>
          {t(send)}
        </Button>
      </Space>
    </Form>
  );
}

function Receive({ task }: { task: Task }) {
  return (
    <Plain
      path="/api/v1/tasks/{id}/receive"
      id={task.id}
      text="ui-command-receive-text"
      send="ui-command-receive"
    />
  );
}

function Verify({ task }: { task: Task }) {
  return (
    <>
      {task.evidence && (
        <blockquote>
          <Said text={task.evidence} />
        </blockquote>
      )}
      <Plain
        path="/api/v1/tasks/{id}/verify"
        id={task.id}
        text="ui-command-verify-text"
        send="ui-command-verify"
      />
    </>
  );
}

function Submit({ task }: { task: Task }) {
  const command = useEvidence('/api/v1/tasks/{id}/submit', nothing);
  return (
    <EvidenceForm<'/api/v1/tasks/{id}/submit', { evidence: string }>
      command={command}
      send="ui-command-submit"
      given={(values) => ({ path: { id: task.id }, body: clean(values) })}
    >
      <TextField
        name="evidence"
        label="ui-command-evidence"
        hint="ui-command-evidence-hint"
        max={2000}
        rows={5}
        multiline
        required
        refused={command.field('evidence')}
      />
    </EvidenceForm>
  );
}

function AskExtension({ task }: { task: Task }) {
  const command = useEvidence('/api/v1/tasks/{id}/ask_extension', nothing);
  return (
    <EvidenceForm<'/api/v1/tasks/{id}/ask_extension', { until: string; reason: string }>
      command={command}
      send="ui-command-ask-extension"
      given={(values) => ({ path: { id: task.id }, body: clean(values) })}
    >
      <InstantField name="until" label="ui-supervision-new-due" required refused={command.field('until')} />
      <Reason refused={command.field('reason')} />
    </EvidenceForm>
  );
}

function AnswerExtension({ task }: { task: Task }) {
  const command = useEvidence('/api/v1/tasks/{id}/answer_extension', nothing);
  return (
    <EvidenceForm<'/api/v1/tasks/{id}/answer_extension', { until?: string; note: string }>
      command={command}
      send="ui-command-answer-extension"
      initial={task.extension ? { until: task.extension.until } : {}}
      given={(values) => ({ path: { id: task.id }, body: clean(values) })}
    >
      <InstantField
        name="until"
        label="ui-supervision-new-due"
        hint="ui-command-extension-hint"
        refused={command.field('until')}
      />
      <TextField
        name="note"
        label="ui-supervision-reason"
        max={500}
        multiline
        required
        refused={command.field('note')}
      />
    </EvidenceForm>
  );
}

function Return({ task }: { task: Task }) {
  const command = useEvidence('/api/v1/tasks/{id}/return', nothing);
  return (
    <EvidenceForm<'/api/v1/tasks/{id}/return', { reason: string; due_at: string }>
      command={command}
      send="ui-command-return"
      given={(values) => ({ path: { id: task.id }, body: clean(values) })}
    >
      <Reason refused={command.field('reason')} />
      <InstantField name="due_at" label="ui-supervision-new-due" required refused={command.field('due_at')} />
    </EvidenceForm>
  );
}

function Cancel({ task }: { task: Task }) {
  const command = useEvidence('/api/v1/tasks/{id}/cancel', nothing);
  return (
    <EvidenceForm<'/api/v1/tasks/{id}/cancel', { reason: string }>
      command={command}
      send="ui-command-cancel"
      given={(values) => ({ path: { id: task.id }, body: clean(values) })}
    >
      <Reason refused={command.field('reason')} />
    </EvidenceForm>
  );
}

function Reason({ refused }: { refused: object | undefined }) {
  return (
    <TextField
      name="reason"
      label="ui-supervision-reason"
      max={500}
      multiline
      required
      {...(refused ? { refused } : {})}
    />
  );
}
