// What an import counted: the numbers that matter large, the rest below.
import type { Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { countText } from '@/parts';
import styles from './files.module.css';

type Counts = Schema<'ImportCounts'>;
type Name = keyof Counts;

const LARGE: readonly [Name, TextKey][] = [
  ['rows', 'ui-files-count-rows'],
  ['new', 'ui-files-count-new'],
  ['kept', 'ui-files-count-kept'],
  ['changed', 'ui-files-count-changed'],
  ['status_changes', 'ui-files-count-status'],
  ['rejected', 'ui-files-count-rejected'],
];
const SMALL: readonly [Name, TextKey][] = [
  ['missing', 'ui-files-count-missing'],
  ['links', 'ui-files-count-links'],
  ['unlisted_links', 'ui-files-count-unlisted'],
];

export function CountTiles({ counts, refused }: { counts: Counts; refused?: string }) {
  const { t, language } = useT();
  const text = (name: Name) => countText(counts[name] ?? 0, language);
  const small = SMALL.filter(([name]) => counts[name]);
  return (
    <>
      <dl className={styles['tiles']}>
        {LARGE.map(([name, label]) => (
          <div key={name} data-bad={name === 'rejected' && counts[name] ? '' : undefined}>
            <dt>{t(label)}</dt>
            <dd>
              {name === 'rejected' && counts[name] && refused ? (
                <a href={refused}>{text(name)}</a>
              ) : (
                text(name)
              )}
            </dd>
          </div>
        ))}
      </dl>
      {small.length > 0 && (
        <ul className={styles['small']}>
          {small.map(([name, label]) => (
            <li key={name}>
              {t(label)} <strong>{text(name)}</strong>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
