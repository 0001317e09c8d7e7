// An import taken back, and what that did.
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Ask, SubjectLink } from '@/parts';
import styles from './files.module.css';

/** What was taken back is told even when the page has already heard that nothing stands any more. */
export function Undo({ id, list, standing = true }: { id: string; list: string; standing?: boolean }) {
  const { t } = useT();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<Schema<'Undone'>>();
  const undo = useCommand('/api/v1/imports/{id}/undo', {
    done: (answer) => {
      setAsking(false);
      setDone(answer);
    },
  });
  return (
    <>
      {standing && (
        <Button
          danger
          disabled={undo.barred}
          onClick={() => {
            undo.renew();
            setAsking(true);
          }}
        >
          {t('ui-files-undo')}
        </Button>
      )}
      {asking && (
        <Ask
          danger
          title={t('ui-files-undo-title', { list })}
          consequence={t('ui-files-undo-consequence')}
          confirm={t('ui-files-undo')}
          reason="ui-files-undo-reason"
          command={undo}
          act={(reason) => void undo.run({ path: { id }, body: { reason } })}
          close={() => setAsking(false)}
        />
      )}
      {done && (
        <Modal open title={t('ui-files-undone')} footer={null} onCancel={() => setDone(undefined)}>
          <p>{t('ui-files-undone-text', { count: done.taken_back })}</p>
          {done.stayed > 0 && (
            <>
              <Alert type="warning" title={t('ui-files-undone-stay', { count: done.stayed })} />
              <ul className={styles['plain']}>
                {done.stay.map((one) => (
                  <li key={one}>
                    <SubjectLink kind="case" id={one} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </Modal>
      )}
    </>
  );
}
