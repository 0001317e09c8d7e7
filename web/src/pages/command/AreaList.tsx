// The areas in order of what is shown; each number opens its records, each name its own picture.
import { useT } from '@/i18n';
import { Said } from '@/parts';
import { cellText } from './cell-text';
import styles from './command.module.css';
import { Count } from './figure';
import { fillOf, useLook } from './look';
import { ranked, type Cell, type Shown } from './measures';
import { Scroll } from './Panel';

export function AreaList({
  drawn,
  shown,
  open,
}: {
  drawn: readonly Cell[];
  shown: Shown;
  open: (code: string) => void;
}) {
  const translator = useT();
  const { t, text } = translator;
  const look = useLook();
  const top = Math.max(...drawn.map(({ value }) => value ?? 0), 0);
  const withCases = drawn.some(({ area }) => area.cases);
  const fortnight = shown === 'incidence_14d' || shown === 'cases_14d';
  const asRate = shown === 'incidence_7d' || shown === 'incidence_14d' || shown === 'zones';
  return (
    <Scroll className={styles['areaList']} label={t('ui-command-areas-list')}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('ui-command-area')}</th>
            {asRate && (
              <th scope="col" data-align="end">
                {t(shown === 'zones' ? 'ui-command-level' : 'ui-command-rate')}
              </th>
            )}
            {withCases && (
              <th scope="col" data-align="end">
                {t(fortnight ? 'ui-command-new-14d' : 'ui-command-new-7d')}
              </th>
            )}
            <th scope="col" data-align="end">
              {t('ui-command-overdue')}
            </th>
            <th scope="col" data-align="end">
              {t('ui-command-zones')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ranked(drawn).map((cell) => {
            const { area } = cell;
            const share = top > 0 && cell.value ? Math.max(2, Math.round((cell.value / top) * 100)) : 0;
            return (
              <tr key={area.code}>
                <th scope="row">
                  <button type="button" className={styles['areaName']} onClick={() => open(area.code)}>
                    <Said text={text(area.name)} />
                  </button>
                  {shown !== 'zones' && (
                    <span
                      className={styles['bar']}
                      style={{
                        width: `${share}%`,
                        background: fillOf(look, false, Math.max(cell.level ?? 0, 3)).fill,
                      }}
                    />
                  )}
                </th>
                {asRate && <td data-align="end">{cellText(cell, shown, translator)}</td>}
                {withCases && (
                  <td data-align="end">
                    {area.cases &&
                      (fortnight ? (
                        <Count of="new_14d" figure={area.cases.new_14d} />
                      ) : (
                        <Count of="new_7d" figure={area.cases.new_7d} />
                      ))}
                  </td>
                )}
                <td data-align="end">
                  <Count of="overdue" figure={area.overdue} tone="late" />
                </td>
                <td data-align="end">
                  <Count of="zones" figure={area.zones} tone="warn" />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
