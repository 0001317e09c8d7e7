import { Result } from 'antd';
import { Go } from '@/address';
import { useT } from '@/i18n';

/** An address that leads nowhere. */
export function Missing() {
  const { t } = useT();
  return (
    <Result
      status="info"
      title={t('ui-missing-title')}
      subTitle={t('ui-missing-text')}
      extra={<Go to="/">{t('ui-missing-home')}</Go>}
    />
  );
}
