// Goes along with whoever works without a network, on every page: begins the work, refreshes what a fact that was sent
// has moved, and asks before somebody leaves with facts unsent.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useGo } from '@/address';
import { useT } from '@/i18n';
import { afterCommand } from '@/live/affects';
import { Big, Sheet } from '@/parts/touch';
import type { Me } from '@/session';
import styles from './offline.module.css';
import { offline, OUTBOX, useOffline } from './index';
import { keepPages } from './register';

export default function Companion({ me }: { me: Me }) {
  const queries = useQueryClient();
  useEffect(() => void offline.start(me), [me]);
  useEffect(() => offline.onTaken((answer) => afterCommand(queries, answer)), [queries]);
  useEffect(keepPages, []);
  return <Leaving />;
}

function Leaving() {
  const { t } = useT();
  const { leaving, lasting } = useOffline();
  const go = useGo();
  if (!leaving) return null;
  const { unsent: count, answer } = leaving;
  return (
    <Sheet title={t('ui-leave-title')} close={() => answer(false)}>
      <p className={styles['text']}>{t(lasting ? 'ui-leave-text' : 'ui-leave-lost', { count })}</p>
      <div className={styles['stack']}>
        <Big
          kind="primary"
          wide
          onClick={() => {
            answer(false);
            go(OUTBOX);
          }}
        >
          {t('ui-leave-look')}
        </Big>
        <Big wide onClick={() => answer(false)}>
          {t('ui-leave-stay')}
        </Big>
        <Big kind="danger" wide onClick={() => answer(true)}>
          {t('ui-leave-go')}
        </Big>
      </div>
    </Sheet>
  );
}
