// What must not be overlooked, above every page: a drill, a moment of the past, no line to the server.
import { Button } from 'antd';
import { HistoryOutlined, DisconnectOutlined, ExperimentOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useAddress } from '@/address';
import { watchReach } from '@/api';
import { Localized, useT } from '@/i18n';
import { useStatus } from '@/parts/clock';
import { When } from '@/parts/time';
import { usePreference } from '@/preferences';
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

/** Whether this is a drill; what the server said last holds until it can be asked again. */
function useDrill(mode: string | undefined): boolean {
  const [kept, keep] = usePreference('mode');
  useEffect(() => {
    if (mode) keep(mode);
  }, [mode, keep]);
  return (mode ?? kept) === 'drill';
}

export function Banners() {
  const { t } = useT();
  const status = useStatus();
  const { asOf, set } = useAddress();
  const reached = useReach();
  const drill = useDrill(status?.mode);
  return (
    <>
      {drill && (
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
          <DisconnectOutlined aria-hidden />
          <span>{t('ui-offline')}</span>
        </div>
      )}
    </>
  );
}
