// Areas as tiles: where nobody has brought a map, and for whoever reads a table of them quicker.
import { useT } from '@/i18n';
import { Said } from '@/parts';
import { cellText } from './cell-text';
import styles from './command.module.css';
import { fillOf, useLook } from './look';
import type { Cell, Shown } from './measures';

export function AreaTiles({
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
  return (
    <ul className={styles['tiles']}>
      {drawn.map((cell) => {
        const { fill, ink } = fillOf(look, shown === 'zones', cell.level);
        const { area } = cell;
        return (
          <li key={area.code}>
            <button
              type="button"
              className={styles['tile']}
              data-unknown={cell.level === undefined ? '' : undefined}
              style={{ background: fill, color: ink }}
              onClick={() => open(area.code)}
              title={t('ui-command-look-at', { area: text(area.name) })}
            >
              <span className={styles['tileName']}>
                <Said text={text(area.name)} />
              </span>
              <span
                className={styles['tileValue']}
                data-word={shown === 'zones' || cell.value === undefined ? '' : undefined}
              >
                {cellText(cell, shown, translator)}
              </span>
              <span className={styles['tileMarks']}>
                {shown !== 'overdue' &&
                  area.overdue.count > 0 &&
                  t('ui-command-mark-overdue', { count: area.overdue.count })}
                {shown !== 'zones' &&
                  area.zones.count > 0 &&
                  ` ${t('ui-command-mark-zones', { count: area.zones.count })}`}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
