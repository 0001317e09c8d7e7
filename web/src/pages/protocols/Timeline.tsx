// Editions and overlays in time, disease by disease. Each bar leads to its rules; the table below says the same in words.
import { Go } from '@/address';
import { useT } from '@/i18n';
import { dayText } from '@/parts';
import { barsOf, placeOf, scaleOf, yearsOf, type Edition } from './force';
import styles from './protocols.module.css';

const percent = (part: number) => `${(part * 100).toFixed(2)}%`;

export function Timeline({ editions, day }: { editions: readonly Edition[]; day: string }) {
  const { t, text, word, language } = useT();
  const scale = scaleOf(editions, day);
  const bars = barsOf(editions, scale);
  const diseases = [...new Set(bars.map(({ edition }) => edition.disease))].sort();
  const years = yearsOf(scale);
  const span = ({ from_on: from, until_on: until }: Edition) =>
    `${dayText(from, language)} – ${until ? dayText(until, language) : t('ui-protocols-open')}`;
  return (
    <div className={styles['timeline']}>
      <div className={styles['years']} aria-hidden>
        {years.map(({ year, place }) => (
          <span key={year} style={{ left: percent(place) }}>
            {year}
          </span>
        ))}
        <strong style={{ left: percent(placeOf(day, scale)) }}>{dayText(day, language)}</strong>
      </div>
      {diseases.map((disease) => (
        <div key={disease} className={styles['lane']}>
          <span className={styles['laneName']}>{word('disease', disease)}</span>
          <ul>
            {bars
              .filter(({ edition }) => edition.disease === disease)
              .sort((a, b) => a.left - b.left)
              .map(({ edition, left, right, after }) => (
                <li key={edition.file} data-overlay={edition.overlay ? '' : undefined}>
                  <Go
                    to={`/protocols/${disease}/${edition.edition}${edition.overlay && edition.area ? `?area=${edition.area}` : ''}`}
                    className={styles['bar']}
                    style={{ marginInlineStart: percent(left) }}
                    title={`${text(edition.title)}, ${span(edition)}`}
                  >
                    <span
                      className={styles['stretch']}
                      style={{ width: percent((right - left) / (1 - left)) }}
                      data-open={after ? '' : undefined}
                    />
                    <span className={styles['barName']}>{text(edition.title)}</span>
                  </Go>
                </li>
              ))}
            <li className={styles['now']} style={{ left: percent(placeOf(day, scale)) }} aria-hidden />
          </ul>
        </div>
      ))}
    </div>
  );
}
