// A page that failed: what was done is with the server; the page can be loaded anew.
import { Button, Result } from 'antd';
import { useRouteError } from 'react-router';
import { Problem } from '@/parts/states';
import { ApiError } from '@/api';
import { useT } from '@/i18n';

export function Broken() {
  const { t } = useT();
  const error = useRouteError();
  if (error instanceof ApiError) return <Problem error={error} retry={() => window.location.reload()} />;
  return (
    <Result
      status="warning"
      title={t('ui-broken-title')}
      subTitle={t('ui-broken-text')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('ui-broken-reload')}
        </Button>
      }
    />
  );
}
