// The head of a page.
import { useEffect, type ReactNode } from 'react';
import { useT } from '@/i18n';
import styles from './parts.module.css';
import { Said } from './said';

/** Heading, title of the window, what can be done here. Every page begins with it; `children` is the page. */
export function Page({
  title,
  said = false,
  note,
  actions,
  children,
}: {
  title: string;
  /** The heading is a name, in the language in which it was given. */
  said?: boolean;
  /** A line under the heading. */
  note?: ReactNode;
  /** Buttons, at the right. */
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useT();
  useEffect(() => {
    document.title = t('ui-window-title', { page: title });
  }, [title, t]);
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <div>
          <h1 className={styles['title']}>{said ? <Said text={title} /> : title}</h1>
          {note && <div className={styles['note']}>{note}</div>}
        </div>
        {actions && <div className={styles['actions']}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. */
export function Section({
  title,
  extra,
  children,
}: {
  title: string;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles['section']} aria-label={title}>
      <div className={styles['sectionHead']}>
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

/** Labels and values of a record: pairs without a value are left out. */
export function Facts({ pairs }: { pairs: [label: string, value: ReactNode][] }) {
  const there = pairs.filter(
    ([, value]) => value !== null && value !== undefined && value !== false && value !== '',
  );
  return (
    <dl className={styles['facts']}>
      {there.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
