// The four musts: how many should, how many are, and the list of those who are missing.
import type { Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import type { Counted } from './behind';
import styles from './command.module.css';
import { Count } from './figure';
import { Panel } from './Panel';

type Name = 'tested' | 'isolated' | 'admitted' | 'treated';
const MUSTS: readonly [
  name: Name,
  title: TextKey,
  what: TextKey,
  should: Counted,
  done: Counted,
  missing: Counted,
][] = [
  ['tested', 'ui-command-must-tested', 'ui-command-must-tested-what', 'tested', 'done_tested', 'not_tested'],
  [
    'isolated',
    'ui-command-must-isolated',
    'ui-command-must-isolated-what',
    'isolated',
    'done_isolated',
    'not_isolated',
  ],
  [
    'admitted',
    'ui-command-must-admitted',
    'ui-command-must-admitted-what',
    'admitted',
    'done_admitted',
    'not_admitted',
  ],
  [
    'treated',
    'ui-command-must-treated',
    'ui-command-must-treated-what',
    'treated',
    'done_treated',
    'not_treated',
  ],
];

export function Musts({ musts }: { musts: Schema<'SituationMusts'> }) {
  const { t } = useT();
  return (
    <Panel id="musts" title={t('ui-command-musts')}>
      <ul className={styles['musts']}>
        {MUSTS.map(([name, title, what, should, done, missing]) => {
          const must = musts[name];
          if (!must) return null;
          const whole = must.should.count;
          const share = whole === 0 ? 1 : must.done.count / whole;
          return (
            <li key={name} className={styles['must']} data-missing={must.missing.count > 0 ? '' : undefined}>
              <h3>{t(title)}</h3>
              <p className={styles['note']}>{t(what)}</p>
              <p className={styles['mustCount']}>
                <Count of={done} figure={must.done} /> <span aria-hidden>/</span>{' '}
                <Count of={should} figure={must.should} />
              </p>
              <div className={styles['meter']}>
                <span style={{ width: `${Math.floor(share * 100)}%` }} />
              </div>
              <p className={styles['mustMissing']}>
                {must.missing.count > 0 ? (
                  <>
                    {t('ui-command-missing')} <Count of={missing} figure={must.missing} tone="late" />
                  </>
                ) : (
                  <span className={styles['fine']}>
                    {t(whole === 0 ? 'ui-command-nobody' : 'ui-command-complete')}
                  </span>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
