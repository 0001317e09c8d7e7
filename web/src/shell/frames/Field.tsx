// Around the pages for one hand: little above, the page, nothing else. Light: it is what a phone loads first.
import { Suspense } from 'react';
import { Outlet } from 'react-router';
import { Loading } from '@/parts/states';
import { Banners } from '../banners';
import styles from '../shell.module.css';
import { UserMenu } from '../UserMenu';
import { Go } from '@/address';
import { useT } from '@/i18n';

export default function Field() {
  const { t } = useT();
  return (
    <div className={styles['field']}>
      <header className={styles['phoneTop']}>
        <Go to="/" className={styles['brand']} title={t('ui-home')}>
          <img src="/mark.svg" alt="" width="24" height="24" />
          <span>{t('ui-brand')}</span>
        </Go>
        <span className={styles['grow']} />
        <UserMenu />
      </header>
      <Banners />
      <main id="main" className={styles['main']} tabIndex={-1}>
        <Suspense fallback={<Loading rows={4} />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
