// What all forms of evidence share.
import { Button, Form, Space } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { isReceipt, useCommand, type Command, type Given, type PathOf, type Receipt } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { InstantField, Problem, useNow } from '@/parts';
import type { EvidenceKind } from '../evidence';
import type { Detail } from '../ladder';

export interface FormProps {
  detail: Detail;
  evidence: EvidenceKind;
  done: (receipt: Receipt) => void;
}

/** A command whose receipt closes the form. */
export function useEvidence<P extends PathOf<'post'>>(path: P, done: (receipt: Receipt) => void): Command<P> {
  const command = useCommand(path, {
    done: (answer) => {
      if (isReceipt(answer)) done(answer);
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);
  return command;
}

/** A form with its button; `send` is given what was filled in. */
export function EvidenceForm<P extends PathOf<'post'>, V extends object>({
  command,
  given,
  send = 'ui-supervision-record',
  initial,
  children,
}: {
  command: Command<P>;
  given: (values: V) => Given<P>;
  send?: TextKey;
  initial?: Partial<V>;
  children?: ReactNode;
}) {
  const { t } = useT();
  return (
    <Form<V>
      layout="vertical"
      {...(initial ? { initialValues: initial } : {})}
      onFinish={(values) => void command.run(given(values))}
    >
      {children}
      <Problem error={command.problem} />
      <Space>
        <Button type="primary" htmlType="submit" loading={command.pending} disabled={command.barred}>
          {t(send)}
        </Button>
      </Space>
    </Form>
  );
}

/** When it happened; now, where nothing is filled in. */
export function OccurredField({
  name = 'occurred_at',
  label = 'ui-supervision-occurred',
  refused,
}: {
  name?: string;
  label?: TextKey;
  refused?: object;
}) {
  const now = useNow();
  return (
    <InstantField
      name={name}
      label={label}
      hint="ui-supervision-occurred-hint"
      latest={new Date(now).toISOString()}
      {...(refused ? { refused } : {})}
    />
  );
}
