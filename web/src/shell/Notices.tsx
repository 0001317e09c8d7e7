// What the shell tells by itself: warnings of receipts, a line that is down, a session that ends soon.
import { App } from 'antd';
import { useEffect } from 'react';
import { onReceipt } from '@/api/receipts';
import { useT } from '@/i18n';
import { useSession } from '@/session';

/** Before the end of a session, in milliseconds. */
const SOON = 5 * 60_000;

export function Notices() {
  const { notification } = App.useApp();
  const { t, text } = useT();
  useEffect(
    () =>
      onReceipt((receipt) => {
        for (const warning of receipt.warnings) {
          notification.warning({
            key: warning.code,
            title: t('ui-notice-warning'),
            description: text(warning.text),
            duration: 0,
          });
        }
      }),
    [notification, t, text],
  );
  const session = useSession();
  const expiresAt = session.state === 'in' ? session.expiresAt : null;
  useEffect(() => {
    if (!expiresAt) return undefined;
    const wait = Date.parse(expiresAt) - Date.now() - SOON;
    // A session lasts hours; a clock that is wrong by a day must not overflow the timer.
    if (wait < 0 || wait > 86_400_000) return undefined;
    const timer = setTimeout(
      () =>
        notification.info({
          key: 'ends',
          title: t('ui-notice-ends'),
          description: t('ui-notice-ends-text'),
          duration: 0,
        }),
      wait,
    );
    return () => clearTimeout(timer);
  }, [expiresAt, notification, t]);
  return null;
}
