// The four earlies of the cases opened in the window: the middle, what three in four do not exceed, what is not known.
import type { Schema } from '@/api';
import { Localized, useT, type TextKey } from '@/i18n';
import { Span } from '@/parts';
import type { Counted } from './behind';
import styles from './command.module.css';
import { Count } from './figure';
import { Panel } from './Panel';

type Name = 'detection' | 'reporting' | 'isolation' | 'treatment';
const EARLIES: readonly [name: Name, title: TextKey, what: TextKey, lacking: Counted][] = [
  ['detection', 'ui-command-early-detection', 'ui-command-early-detection-what', 'lacking_detection'],
  ['reporting', 'ui-command-early-reporting', 'ui-command-early-reporting-what', 'lacking_reporting'],
  ['isolation', 'ui-command-early-isolation', 'ui-command-early-isolation-what', 'lacking_isolation'],
  ['treatment', 'ui-command-early-treatment', 'ui-command-early-treatment-what', 'lacking_treatment'],
];

export function Earlies({ earlies, days }: { earlies: Schema<'SituationEarlies'>; days: number }) {
  const { t } = useT();
  return (
    <Panel id="earlies" title={t('ui-command-earlies')}>
      <table className={`${styles['table']} ${styles['stack']}`}>
        <thead>
          <tr>
            <th scope="col">{t('ui-command-early')}</th>
            <th scope="col" data-align="end">
              {t('ui-command-median')}
            </th>
            <th scope="col" data-align="end">
              {t('ui-command-upper')}
            </th>
            <th scope="col" data-align="end">
              {t('ui-command-lacking')}
            </th>
          </tr>
        </thead>
        <tbody>
          {EARLIES.map(([name, title, what, lacking]) => (
            <tr key={name}>
              <th scope="row">
                {t(title)}
                <span className={styles['note']}>{t(what)}</span>
              </th>
              <td data-align="end" data-label={t('ui-command-median')}>
                {earlies[name].median ? <Span length={earlies[name].median} /> : '—'}
              </td>
              <td data-align="end" data-label={t('ui-command-upper')}>
                {earlies[name].upper_quartile ? <Span length={earlies[name].upper_quartile} /> : '—'}
              </td>
              <td data-align="end" data-label={t('ui-command-lacking')}>
                <Count of={lacking} figure={earlies[name].lacking} tone="warn" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['note']}>
        <Localized
          id="ui-command-earlies-of"
          vars={{ days }}
          elems={{ number: <Count of="cases" figure={earlies.cases} /> }}
        >
          <span />
        </Localized>
      </p>
    </Panel>
  );
}
