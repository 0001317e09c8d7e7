// How the cases stand: by how far their care is, and by class.
import type { Schema } from '@/api';
import { useT, type TextKey, type WordGroup } from '@/i18n';
import styles from './command.module.css';
import { Count } from './figure';
import { useLook, type Look } from './look';
import { Panel } from './Panel';

/** Ordered from what asks most of us to what is done. */
const STATUS_CLASS: Record<string, number> = { open: 5, isolated: 3, admitted: 2, ended: 0 };

function colourOf(look: Look, word: string): string {
  const place = STATUS_CLASS[word];
  const fill = place === undefined ? undefined : look.classes[place]?.fill;
  return fill ?? (look.cases as Record<string, string>)[word] ?? look.unknown.fill;
}

export function Cases({ cases }: { cases: Schema<'SituationCases'> }) {
  const { t } = useT();
  return (
    <Panel id="cases" title={t('ui-command-cases')}>
      <Parts title="ui-command-by-status" group="casestate" parts={cases.by_status} />
      <Parts title="ui-command-by-class" group="classification" parts={cases.by_classification} />
    </Panel>
  );
}

function Parts({ title, group, parts }: { title: TextKey; group: WordGroup; parts: Schema<'Share'>[] }) {
  const { t, word } = useT();
  const look = useLook();
  const whole = parts.reduce((sum, part) => sum + part.cases.count, 0);
  return (
    <div className={styles['parts']}>
      <h3>{t(title)}</h3>
      <div className={styles['partsBar']} aria-hidden>
        {parts.map((part) => (
          <span
            key={part.word}
            style={{ flexGrow: whole === 0 ? 0 : part.cases.count, background: colourOf(look, part.word) }}
          />
        ))}
      </div>
      <ul className={styles['legend']}>
        {parts.map((part) => (
          <li key={part.word}>
            <span className={styles['swatch']} style={{ background: colourOf(look, part.word) }} />
            {word(group, part.word)} <Count of="cases" figure={part.cases} />
          </li>
        ))}
      </ul>
    </div>
  );
}
