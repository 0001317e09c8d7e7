// A bulk action on the page: how far it is, what was refused and why, and how to take it back where that can be done.
import { Alert, Button, Progress } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useAddress } from '@/address';
import type { PathOf } from '@/api';
import { useT } from '@/i18n';
import { afterCommand } from '@/live/affects';
import { useMay } from '@/session';
import { BulkRun, type BulkItem, type BulkOutcome } from './bulk';
import styles from './parts.module.css';
import { useProblemText } from './states';
import { WITHDRAWALS, WithReason } from './withdraw';

const WITHDRAW = '/api/v1/facts/{id}/withdraw';
export interface Bulk {
  /** Begins; nothing while another one is under way. */
  start: (path: PathOf<'post'>, items: BulkItem[]) => void;
  /** Nothing is recorded while a moment of the past is looked at. */
  barred: boolean;
  running: boolean;
  /** For `<BulkReport>`. */
  state: BulkState | undefined;
  again: () => void;
  undo: (reason: string) => void;
  stop: () => void;
  close: () => void;
}

interface BulkState {
  total: number;
  outcomes: BulkOutcome[];
  /** Whether this is the taking back of another one. */
  undoing: boolean;
}

export function useBulk(): Bulk {
  const queries = useQueryClient();
  const { asOf } = useAddress();
  const [state, setState] = useState<BulkState>();
  const [running, setRunning] = useState(false);
  const run = useRef<BulkRun>(null);
  const busy = useRef(false);

  const send = useCallback(
    async (items: readonly BulkItem[]) => {
      const current = run.current;
      if (!current || busy.current) return;
      busy.current = true;
      setRunning(true);
      await current.send(items, (outcome) =>
        setState(
          (before) =>
            before && {
              ...before,
              outcomes: [...before.outcomes.filter(({ id }) => id !== outcome.id), outcome],
            },
        ),
      );
      busy.current = false;
      setRunning(false);
      afterCommand(queries, undefined);
    },
    [queries],
  );
  const begin = useCallback(
    (path: string, items: BulkItem[], undoing: boolean) => {
      if (busy.current || items.length === 0) return;
      run.current = new BulkRun(path, items);
      setState({ total: items.length, outcomes: [], undoing });
      void send(items);
    },
    [send],
  );

  return useMemo<Bulk>(() => {
    const failed = state?.outcomes.filter(({ problem }) => problem?.passing) ?? [];
    const undone = (state?.undoing ? [] : (state?.outcomes ?? [])).flatMap(({ facts }) =>
      facts.filter(({ kind }) => WITHDRAWALS[kind]),
    );
    return {
      start: (path, items) => asOf === undefined && begin(path, items, false),
      barred: asOf !== undefined,
      running,
      state,
      again: () =>
        void send(run.current?.items.filter(({ id }) => failed.some((one) => one.id === id)) ?? []),
      undo: (reason) =>
        begin(
          WITHDRAW,
          undone.map(({ id }) => ({ id, path: { id }, body: { reason } })),
          true,
        ),
      stop: () => run.current?.stop(),
      close: () => setState(undefined),
    };
  }, [asOf, begin, running, send, state]);
}

export interface BulkReportProps {
  bulk: Bulk;
  /** What a row is called in the list of refusals. */
  name: (id: string) => ReactNode;
}

export function BulkReport({ bulk, name }: BulkReportProps) {
  const { t } = useT();
  const may = useMay();
  const sentence = useProblemText();
  const { state } = bulk;
  if (!state) return null;
  const { total, outcomes, undoing } = state;
  const mayTakeBack = (kind: string) => {
    const action = WITHDRAWALS[kind];
    return action !== undefined && may(action);
  };
  const refused = outcomes.filter(({ problem }) => problem);
  const done = outcomes.length - refused.length;
  const takenBack = undoing
    ? []
    : outcomes.flatMap(({ facts }) => facts).filter(({ kind }) => mayTakeBack(kind));
  const title = bulk.running
    ? t(undoing ? 'ui-bulk-undoing' : 'ui-bulk-running', { done: outcomes.length, total })
    : t(undoing ? 'ui-bulk-undone' : 'ui-bulk-done', { done, refused: refused.length });
  return (
    <Alert
      type={refused.length > 0 ? 'warning' : bulk.running ? 'info' : 'success'}
      showIcon
      role="status"
      title={title}
      description={
        <>
          {bulk.running && (
            <Progress
              percent={Math.round((outcomes.length / total) * 100)}
              showInfo={false}
              aria-label={title}
            />
          )}
          {refused.length > 0 && (
            <ul className={styles['faults']}>
              {refused.slice(0, 20).map(({ id, problem }) => (
                <li key={id}>
                  {name(id)}: {sentence(problem)}
                </li>
              ))}
            </ul>
          )}
          {refused.length > 20 && <p>{t('ui-bulk-more', { count: refused.length - 20 })}</p>}
        </>
      }
      action={
        <span className={styles['actions']}>
          {bulk.running && (
            <Button size="small" onClick={bulk.stop}>
              {t('ui-bulk-stop')}
            </Button>
          )}
          {!bulk.running && refused.some(({ problem }) => problem?.passing) && (
            <Button size="small" onClick={bulk.again}>
              {t('ui-retry')}
            </Button>
          )}
          {!bulk.running && takenBack.length > 0 && (
            <WithReason title={t('ui-bulk-undo')} confirm={bulk.undo}>
              <Button size="small">{t('ui-bulk-undo')}</Button>
            </WithReason>
          )}
          {!bulk.running && (
            <Button size="small" type="text" onClick={bulk.close}>
              {t('ui-bulk-close')}
            </Button>
          )}
        </span>
      }
    />
  );
}
