// Reads a short form of a regime as it is typed: `7+3` means one thing under one edition and another under the next.
import { useDeferredValue } from 'react';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { halfWidth, oneLine, useProblemText } from '@/parts';
import styles from './isolation.module.css';

export function Notation({
  disease,
  text,
  area,
}: {
  disease: string | undefined;
  text: string | undefined;
  area: string | undefined;
}) {
  const { t, text: both } = useT();
  const sentence = useProblemText();
  const asked = useDeferredValue(oneLine(halfWidth(text ?? '')));
  // A key of the rule book says itself what it is; a short form has numbers and a plus.
  const short = /^\d+\s*\+\s*\d+$/.test(asked);
  const { data, error } = useGet(
    '/api/v1/protocols/{disease}/notation',
    { path: { disease: disease ?? '' }, query: { text: asked, ...(area ? { area } : {}) } },
    { enabled: short && Boolean(disease), still: true, now: true },
  );
  if (!short || !disease) return null;
  return (
    <p className={styles['notation']} role="status">
      {error
        ? sentence(error)
        : data
          ? t('ui-isolation-notation', {
              title: both(data.title),
              form: data.form,
              days: data.days,
              edition: data.edition,
            })
          : ''}
    </p>
  );
}
