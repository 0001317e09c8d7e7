// A number of the board: it opens its records, and shows that it has moved.
import { useState } from 'react';
import { Go } from '@/address';
import { useT } from '@/i18n';
import { countText } from '@/parts';
import { COUNTED, recordsPath, type Counted, type Figure } from './behind';
import styles from './command.module.css';

export type Tone = 'late' | 'warn' | 'done' | 'plain';

/** A count that leads to what was counted. A count of nothing is quiet, and leads there all the same. */
export function Count({ of, figure, tone = 'plain' }: { of: Counted; figure: Figure; tone?: Tone }) {
  const { t, language } = useT();
  const [first] = useState(figure.count);
  const text = countText(figure.count, language);
  return (
    <Go
      to={recordsPath(of, figure)}
      className={styles['count']}
      data-tone={figure.count === 0 ? 'none' : tone}
      aria-label={t('ui-command-open', { count: text, what: t(COUNTED[of]) })}
    >
      {/* Another number is another element: it comes in with a sign that it has moved. */}
      <span key={figure.count} className={figure.count === first ? undefined : styles['moved']}>
        {text}
      </span>
    </Go>
  );
}

/** A count with its name, for the strip at the head. */
export function Stat({
  of,
  figure,
  tone,
  label,
}: {
  of: Counted;
  figure: Figure;
  tone?: Tone;
  label: string;
}) {
  return (
    <div className={styles['stat']} data-tone={figure.count > 0 ? tone : undefined}>
      <span className={styles['statLabel']}>{label}</span>
      <Count of={of} figure={figure} {...(tone ? { tone } : {})} />
    </div>
  );
}
