// What must not be overlooked, above every page: a drill, a moment of the past, no line to the server.
import { Button } from 'antd';
import { HistoryOutlined, DisconnectOutlined, ExperimentOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useAddress } from '@/address';
import { watchReach } from '@/api';
import { Localized, useT } from '@/i18n';
import { useStatus } from '@/parts/clock';
import { When } from '@/parts/time';
import styles from './shell.module.css';

/** Whether the server answered last. */
export function useReach(): boolean {
  const [reached, setReached] = useState(true);
  useEffect(() => watchReach(setReached), []);
  useEffect(() => {
    const gone = () => setReached(false);
    window.addEventListener('offline', gone);
    return () => window.removeEventListener('offline', gone);
  }, []);
  return reached;
}

export function Banners() {
  const { t } = useT();
  const status = useStatus();
  const { asOf, set } = useAddress();
  const reached = useReach();
  return (
    <>
      {status?.mode === 'drill' && (
        <div className={styles['banner']} data-kind="drill">
          <ExperimentOutlined aria-hidden /> {t('word-drill-banner')}
        </div>
      )}
      {asOf && (
        <div className={styles['banner']} data-kind="past" role="status">
          <HistoryOutlined aria-hidden />
          <span>
            <Localized id="ui-past" elems={{ moment: <When at={asOf} kind="second" /> }}>
              <span />
            </Localized>
          </span>
          <Button size="small" onClick={() => set({ as_of: undefined })}>
            {t('ui-past-back')}
          </Button>
        </div>
      )}
      {!reached && (
        <div className={styles['banner']} data-kind="offline" role="alert">
          <DisconnectOutlined aria-hidden /> {t('ui-offline')}
        </div>
      )}
    </>
  );
}
