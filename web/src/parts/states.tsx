// The states of a page that is not (yet) full: loading, empty, refused, offline.
import { Alert, Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import { ApiError, asApiError } from '@/api';
import { Localized, useT } from '@/i18n';
import styles from './parts.module.css';

/** Something is on its way. Shown after a moment, so that quick answers do not flicker. */
export function Loading({ rows = 3 }: { rows?: number }) {
  const { t } = useT();
  return (
    <div className={styles['loading']} role="status" aria-label={t('ui-loading')}>
      {rows > 1 ? (
        Array.from({ length: rows }, (_, index) => <div key={index} className={styles['bone']} aria-busy />)
      ) : (
        <Spin size="small" />
      )}
    </div>
  );
}

/** Nothing is there, and why that is, or what to do. `page` where it stands for a whole page. */
export function Empty({
  children,
  action,
  page = false,
}: {
  children?: ReactNode;
  action?: ReactNode;
  page?: boolean;
}) {
  const { t } = useT();
  return (
    <div className={page ? `${styles['empty']} ${styles['emptyPage']}` : styles['empty']}>
      <span>{children ?? t('ui-empty')}</span>
      {action}
    </div>
  );
}

/** The sentence of a refusal: the server's own, in the language of the page. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useT();
  return (thrown) => {
    const error = asApiError(thrown);
    if (error.type === 'ui.offline') return t('ui-problem-offline');
    if (error.type === 'ui.unreadable') return t('ui-problem-unreadable', { status: error.status });
    return error.problem.detail;
  };
}

/** A refusal: what is wrong and what to do, each fault of an input, the reference for the log; nothing without one. */
export function Problem({ error, retry }: { error: unknown; retry?: (() => unknown) | undefined }) {
  const { t } = useT();
  const sentence = useProblemText();
  if (error === null || error === undefined) return null;
  const known = error instanceof ApiError ? error : asApiError(error);
  const faults = known.problem.faults ?? [];
  const reference = known.status >= 500 ? known.problem.reference : undefined;
  return (
    <Alert
      className={styles['problem']}
      type={known.passing ? 'warning' : 'error'}
      showIcon
      title={sentence(known)}
      description={
        faults.length > 1 || reference ? (
          <>
            {faults.length > 1 && (
              <ul className={styles['faults']}>
                {faults.slice(0, 20).map((fault, index) => (
                  <li key={index}>{fault.detail}</li>
                ))}
              </ul>
            )}
            {reference && (
              <Localized id="ui-problem-reference" vars={{ reference }} elems={{ code: <code /> }}>
                <span />
              </Localized>
            )}
          </>
        ) : undefined
      }
      action={
        retry ? (
          <Button size="small" onClick={() => void retry()}>
            {t('ui-retry')}
          </Button>
        ) : undefined
      }
    />
  );
}
