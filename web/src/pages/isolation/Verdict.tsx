// What the server says of an order: refused by a must-not, an add-on without leave, or issued with warnings that stay on
// it. Word for word, with the rule, and what can be done.
import { Alert } from 'antd';
import { useGo } from '@/address';
import type { ApiError, Schema } from '@/api';
import { useT } from '@/i18n';
import { Problem } from '@/parts';
import { Button } from 'antd';

const JUDGED = new Set(['order.forbidden', 'order.add_on']);

export function Verdict({ problem }: { problem: ApiError | null }) {
  const { t } = useT();
  if (!problem) return null;
  if (!JUDGED.has(problem.type)) return <Problem error={problem} />;
  const rule = String(problem.problem.args?.['rule'] ?? '');
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t(problem.type === 'order.forbidden' ? 'ui-isolation-forbidden' : 'ui-isolation-beyond', {
        rule,
      })}
      description={
        <>
          <p>{problem.problem.detail}</p>
          <p>
            {t(
              problem.type === 'order.forbidden' ? 'ui-isolation-forbidden-what' : 'ui-isolation-beyond-what',
            )}
          </p>
        </>
      }
    />
  );
}

/** Recorded, and warned of: shown until somebody goes on. */
export function Warned({ receipt, order }: { receipt: Schema<'Receipt'>; order: string | undefined }) {
  const { t, text } = useT();
  const go = useGo();
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('ui-isolation-issued-warned', { count: receipt.warnings.length })}
      description={
        <>
          <ul>
            {receipt.warnings.map((warning) => (
              <li key={`${warning.code} ${Object.values(warning.args).join(' ')}`}>{text(warning.text)}</li>
            ))}
          </ul>
          <p>{t('ui-isolation-issued-warned-what')}</p>
          {order && (
            <Button type="primary" onClick={() => go(`/orders/${order}`, { replace: true })}>
              {t('ui-isolation-open-order')}
            </Button>
          )}
        </>
      }
    />
  );
}
