// Taking back what was not so: of the kinds of fact that the server withdraws, by whoever may record them.
import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { useMay, type Action } from '@/session';
import { oneLine } from './input';
import { Problem } from './states';

/** What it takes to take back a fact of a kind; every other kind is corrected in a way of its own. */
export const WITHDRAWALS: Readonly<Record<string, Action>> = {
  fever_seen: 'report_fever',
  fever_reported: 'report_fever',
  visit_disposed: 'report_fever',
  sample_taken: 'record_test',
  test_result: 'record_test',
  check_done: 'carry_out_orders',
  isolation_started: 'carry_out_orders',
  case_reported: 'manage_cases',
  card_revised: 'manage_cases',
  investigation_done: 'manage_cases',
  case_isolated: 'treat_cases',
  case_admitted: 'treat_cases',
  treatment_planned: 'treat_cases',
  case_ended: 'treat_cases',
  contact_reached: 'trace_contacts',
};

/** Asks for the reason of a withdrawal. */
export function WithReason({
  title,
  confirm,
  children,
}: {
  title: string;
  confirm: (reason: string) => void;
  children: React.ReactElement;
}) {
  const { t } = useT();
  const [reason, setReason] = useState('');
  return (
    <Popconfirm
      title={title}
      description={
        <Input
          aria-label={t('ui-withdraw-reason')}
          placeholder={t('ui-withdraw-reason')}
          value={reason}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
        />
      }
      okButtonProps={{ disabled: oneLine(reason) === '' }}
      onConfirm={() => confirm(oneLine(reason))}
    >
      {children}
    </Popconfirm>
  );
}

/** A button that withdraws a fact; nothing where it cannot be withdrawn, or was already (`done`). */
export function WithdrawFact({ fact, done }: { fact: Schema<'Fact'>; done: boolean }) {
  const { t } = useT();
  const may = useMay();
  const command = useCommand('/api/v1/facts/{id}/withdraw');
  const action = WITHDRAWALS[fact.kind];
  if (!action || done || command.barred || !may(action)) return null;
  return (
    <>
      <WithReason
        title={t('ui-withdraw-title')}
        confirm={(reason) => void command.run({ path: { id: fact.id }, body: { reason } })}
      >
        <Button size="small" type="link" loading={command.pending}>
          {t('ui-withdraw')}
        </Button>
      </WithReason>
      <Problem error={command.problem} />
    </>
  );
}
