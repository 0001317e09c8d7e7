// The log-in, at the address where somebody wanted to go.
import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { Localized, useT } from '@/i18n';
import { entered, takeUp } from '@/session/begin';
import { useStatus } from '@/parts/clock';
import { LanguageSwitch } from '../UserMenu';
import styles from '../shell.module.css';
import { CredentialForm } from './CredentialForm';
import { ways } from './ways';

export default function LogIn({ why }: { why: 'left' | 'ended' | 'unreachable' | undefined }) {
  const { t } = useT();
  const status = useStatus();
  useEffect(() => {
    document.title = t('ui-window-title', { page: t('ui-log-in') });
  }, [t]);
  useEffect(() => {
    if (why !== 'unreachable') return undefined;
    const again = () => void takeUp();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [why]);
  return (
    <main className={styles['entry']}>
      <div className={styles['entryBox']}>
        <div className={styles['entryHead']}>
          <img src="/mark.svg" alt="" width="44" height="44" />
          <div>
            <h1>{t('ui-brand')}</h1>
            <p>{t('ui-brand-line')}</p>
          </div>
        </div>
        {status?.mode === 'drill' && (
          <div className={styles['banner']} data-kind="drill">
            {t('word-drill-banner')}
          </div>
        )}
        {why === 'left' && <Alert type="info" showIcon title={t('ui-log-in-left')} />}
        {why === 'ended' && <Alert type="info" showIcon title={t('ui-log-in-ended')} />}
        {why === 'unreachable' && (
          <Alert
            type="warning"
            showIcon
            title={t('ui-problem-offline')}
            action={<Button onClick={() => void takeUp()}>{t('ui-retry')}</Button>}
          />
        )}
        <CredentialForm done={entered} />
        {ways.map(({ id, Component }) => (
          <Component key={id} done={entered} />
        ))}
        <div className={styles['entryFoot']}>
          <LanguageSwitch />
          {status && (
            <Localized id="ui-version" vars={{ version: status.version }}>
              <span />
            </Localized>
          )}
        </div>
      </div>
    </main>
  );
}
