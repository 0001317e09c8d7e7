// A panel of the board: heading, tools, content.
import type { ReactNode } from 'react';
import styles from './command.module.css';

export function Panel({
  id,
  title,
  tools,
  busy = false,
  children,
}: {
  /** Its place in the grid. */
  id: string;
  title: string;
  tools?: ReactNode;
  /** Whether what it shows is still on its way. */
  busy?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={styles['panel']} data-panel={id} aria-label={title} aria-busy={busy}>
      <div className={styles['panelHead']}>
        <h2>{title}</h2>
        {tools && <div className={styles['tools']}>{tools}</div>}
      </div>
      {children}
    </section>
  );
}

/** A part that scrolls; it is reached by keys. */
export function Scroll({
  label,
  className,
  children,
}: {
  label: string;
  className: string | undefined;
  children: ReactNode;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={className} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
