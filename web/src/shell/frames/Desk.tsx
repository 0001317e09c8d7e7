// Around the pages of a desk: menu at the side, switches above; on a phone a bar below and a drawer. On a wall: nothing.
import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { Suspense } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Go, useAddress } from '@/address';
import { useT } from '@/i18n';
import { useLive } from '@/live';
import { Loading } from '@/parts/states';
import { usePreference } from '@/preferences';
import type { MenuEntry } from '@/registry';
import { Banners } from '../banners';
import { Hotkeys } from '../Hotkeys';
import { usePhone } from '../media';
import { useMenu } from '../menu';
import styles from '../shell.module.css';
import { useOpen } from '../shortcuts';
import { AreaSwitch, DiseaseSwitch, MomentSwitch } from '../switches';
import { Oneself, UserMenu } from '../UserMenu';

export default function Desk() {
  const { t } = useT();
  const { wall } = useAddress();
  const phone = usePhone();
  const palette = useOpen();
  const main = (
    <main id="main" className={styles['main']} tabIndex={-1}>
      <Suspense fallback={<Loading rows={6} />}>
        <Outlet />
      </Suspense>
    </main>
  );
  if (wall) {
    return (
      <div className={styles['wall']}>
        <Banners />
        {main}
      </div>
    );
  }
  return (
    <>
      <a className={styles['skip']} href="#main">
        {t('ui-skip')}
      </a>
      {phone ? <Phone main={main} find={palette[1]} /> : <Wide main={main} find={palette[1]} />}
      <Hotkeys palette={palette} />
    </>
  );
}

interface Framed {
  main: React.ReactNode;
  /** Opens the palette. */
  find: () => void;
}

function Wide({ main, find }: Framed) {
  const { t } = useT();
  const menu = useMenu();
  const [kept, keep] = usePreference('menu');
  const narrow = kept === 'narrow';
  return (
    <div className={styles['desk']} data-narrow={narrow ? '' : undefined}>
      <div className={styles['side']}>
        <Go to="/" className={styles['brand']} title={t('ui-home')}>
          <img src="/mark.svg" alt={narrow ? t('ui-home') : ''} width="28" height="28" />
          {!narrow && <span>{t('ui-brand')}</span>}
        </Go>
        <nav aria-label={t('ui-menu')}>
          <MenuList menu={menu} narrow={narrow} />
        </nav>
        <Button
          type="text"
          className={styles['fold'] ?? ''}
          icon={narrow ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
          aria-label={t(narrow ? 'ui-menu-wide' : 'ui-menu-narrow')}
          onClick={() => keep(narrow ? null : 'narrow')}
        />
      </div>
      <div className={styles['body']}>
        <header className={styles['top']}>
          <AreaSwitch />
          <DiseaseSwitch />
          <MomentSwitch />
          <span className={styles['grow']} />
          <Line />
          <Button icon={<SearchOutlined aria-hidden />} onClick={find} title={t('ui-palette')}>
            <span className={styles['unseen']}>{t('ui-palette')}</span>
            <kbd>Ctrl K</kbd>
          </Button>
          <UserMenu />
        </header>
        <Banners />
        {main}
      </div>
    </div>
  );
}

function Phone({ main, find }: Framed) {
  const { t } = useT();
  const menu = useMenu();
  const [open, openDrawer, closeDrawer] = useOpen();
  const { pathname } = useLocation();
  const bar = menu.filter((entry) => entry.phone).slice(0, 4);
  return (
    <div className={styles['phone']}>
      <header className={styles['phoneTop']}>
        <Go to="/" className={styles['brand']} aria-label={t('ui-home')}>
          <img src="/mark.svg" alt="" width="24" height="24" />
        </Go>
        <span className={styles['grow']} />
        <Line />
        <Button
          type="text"
          icon={<SearchOutlined aria-hidden />}
          onClick={find}
          aria-label={t('ui-palette')}
        />
      </header>
      <Banners />
      {main}
      <nav className={styles['barBelow']} aria-label={t('ui-menu')}>
        {bar.map(({ path, label, icon: Icon }) => (
          <Go key={path} to={path} aria-current={isHere(pathname, path) ? 'page' : undefined}>
            <Icon aria-hidden />
            <span>{t(label)}</span>
          </Go>
        ))}
        <button type="button" onClick={openDrawer}>
          <MenuOutlined aria-hidden />
          <span>{t('ui-menu-more')}</span>
        </button>
      </nav>
      <Drawer open={open} onClose={closeDrawer} placement="bottom" size="large" title={t('ui-menu')}>
        <div className={styles['drawer']}>
          <AreaSwitch />
          <DiseaseSwitch />
          <MomentSwitch />
          {/* A page that was chosen closes the drawer. */}
          <div onClickCapture={closeDrawer}>
            <MenuList menu={menu} narrow={false} />
          </div>
          <Oneself />
        </div>
      </Drawer>
    </div>
  );
}

const isHere = (pathname: string, path: string) => pathname === path || pathname.startsWith(`${path}/`);

function MenuList({ menu, narrow }: { menu: MenuEntry[]; narrow: boolean }) {
  const { t } = useT();
  const { pathname } = useLocation();
  return (
    <ul className={styles['menu']}>
      {menu.map(({ path, label, icon: Icon }) => (
        <li key={path}>
          <Go
            to={path}
            aria-current={isHere(pathname, path) ? 'page' : undefined}
            {...(narrow ? { 'aria-label': t(label), title: t(label) } : {})}
          >
            <Icon aria-hidden />
            {!narrow && <span>{t(label)}</span>}
          </Go>
        </li>
      ))}
    </ul>
  );
}

/** Whether changes arrive as they happen: a word besides the dot. */
function Line() {
  const { t } = useT();
  const { connected } = useLive();
  return (
    <span className={styles['line']} data-on={connected ? '' : undefined} role="status">
      {t(connected ? 'ui-live' : 'ui-not-live')}
    </span>
  );
}
