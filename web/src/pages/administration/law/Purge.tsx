// What is older than its period is erased: tried first, and asked with the numbers before it is done.
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useGo } from '@/address';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Ask, Problem } from '@/parts';
import { KindsPurged } from './KindsPurged';

export function Purge() {
  const { t } = useT();
  const go = useGo();
  const [trial, setTrial] = useState<Schema<'Certificate'>>();
  const [asking, setAsking] = useState(false);
  const look = useCommand('/api/v1/purges', { done: setTrial });
  const purge = useCommand('/api/v1/purges', {
    done: (made) => {
      setAsking(false);
      setTrial(undefined);
      go(`/administration/law/${made.id}`);
    },
  });
  const total = trial?.kinds.reduce((sum, kind) => sum + kind.purged, 0) ?? 0;
  const persons = trial?.kinds.find(({ kind }) => kind === 'person')?.purged ?? 0;
  return (
    <>
      <Button
        size="small"
        loading={look.pending}
        disabled={look.barred}
        onClick={() => {
          look.renew();
          void look.run({ body: { dry_run: true } });
        }}
      >
        {t('ui-administration-purge-look')}
      </Button>
      {look.problem && (
        <Modal open footer={null} title={t('ui-administration-purge')} onCancel={look.renew}>
          <Problem error={look.problem} />
        </Modal>
      )}
      {trial && !asking && (
        <Modal
          open
          width={1040}
          title={t('ui-administration-purge-would')}
          onCancel={() => setTrial(undefined)}
          footer={[
            <Button key="close" onClick={() => setTrial(undefined)}>
              {t('ui-cancel')}
            </Button>,
            <Button
              key="act"
              danger
              disabled={total === 0}
              onClick={() => {
                purge.renew();
                setAsking(true);
              }}
            >
              {t('ui-administration-purge-do')}
            </Button>,
          ]}
        >
          <p>{t(total === 0 ? 'ui-administration-purge-nothing' : 'ui-administration-purge-text')}</p>
          <KindsPurged kinds={trial.kinds} />
        </Modal>
      )}
      {asking && (
        <Ask
          danger
          title={t('ui-administration-purge-title')}
          consequence={t('ui-administration-purge-consequence', { persons, total })}
          confirm={t('ui-administration-purge-do')}
          tick={t('ui-administration-purge-tick')}
          command={purge}
          act={() => void purge.run({ body: { dry_run: false } })}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
