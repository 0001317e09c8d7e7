// The pages of a room, side by side under its heading: links, so that each has its address.
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { Go } from '@/address';
import { useT, type TextKey } from '@/i18n';
import { allows } from '@/registry';
import { useMay, type Action } from '@/session';
import styles from './tabs.module.css';

/** A page of a room. */
export interface RoomTab {
  path: string;
  label: TextKey;
  /** Shown to whoever may do this, or one of these; to everybody when absent. */
  may?: Action | Action[];
}

/** The tab in which a page lies: the longest path that leads there. */
export function tabOf(tabs: readonly RoomTab[], pathname: string): RoomTab | undefined {
  return tabs
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** Ways to the pages of a room that somebody may see; nothing where there is but one. */
export function RoomTabs({ label, tabs }: { label: TextKey; tabs: readonly RoomTab[] }) {
  const { t } = useT();
  const may = useMay();
  const { pathname } = useLocation();
  const shown = tabs.filter((tab) => allows(may, tab.may));
  const here = tabOf(shown, pathname);
  const bar = useRef<HTMLElement>(null);
  // On a phone not all of them fit: the one that is open is in sight.
  const path = here?.path;
  useEffect(() => {
    const nav = bar.current;
    const link = path && nav?.querySelector<HTMLElement>('[aria-current]');
    if (nav && link) nav.scrollLeft = link.offsetLeft + link.offsetWidth / 2 - nav.clientWidth / 2;
  }, [path]);
  if (shown.length < 2) return null;
  return (
    <nav ref={bar} aria-label={t(label)} className={styles['tabs']}>
      {shown.map((tab) => (
        <Go key={tab.path} to={tab.path} aria-current={tab === here ? 'page' : undefined}>
          {t(tab.label)}
        </Go>
      ))}
    </nav>
  );
}
