// Around the pages for one hand: little above, the page, the pages of this kind below. Light: it is what a phone loads
// first, and it works without a network.
import { Suspense } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Go } from '@/address';
import { useT } from '@/i18n';
import { EndedBanner, SendingChip } from '@/offline/Line';
import { OUTBOX } from '@/offline/places';
import { Loading } from '@/parts/states';
import { rooms } from '@/registry';
import { Banners } from '../banners';
import { useMenu } from '../menu';
import styles from '../shell.module.css';
import { UserMenu } from '../UserMenu';

const HERE = new Set(
  rooms.flatMap((room) => room.routes).flatMap(({ frame, path }) => (frame === 'field' ? [path] : [])),
);

export default function Field() {
  const { t } = useT();
  const { pathname } = useLocation();
  const menu = useMenu().filter(({ path }) => HERE.has(path));
  // What one came for stands first, what became of it last.
  const bar = [...menu.filter(({ path }) => path !== OUTBOX), ...menu.filter(({ path }) => path === OUTBOX)];
  return (
    <div className={styles['field']}>
      <a className={styles['skip']} href="#main">
        {t('ui-skip')}
      </a>
      <header className={styles['phoneTop']}>
        <Go to="/" className={styles['brand']} title={t('ui-home')}>
          <img src="/mark.svg" alt="" width="24" height="24" />
        </Go>
        <SendingChip />
        <span className={styles['grow']} />
        <UserMenu />
      </header>
      <Banners />
      <EndedBanner />
      <main id="main" className={styles['main']} tabIndex={-1}>
        <Suspense fallback={<Loading rows={4} />}>
          <Outlet />
        </Suspense>
      </main>
      <nav className={styles['barBelow']} aria-label={t('ui-menu')}>
        {bar.map(({ path, label, icon: Icon }) => (
          <Go key={path} to={path} aria-current={pathname === path ? 'page' : undefined}>
            <Icon aria-hidden />
            <span>{t(label)}</span>
          </Go>
        ))}
      </nav>
    </div>
  );
}
