// The areas below on their map; loaded after the numbers.
import { useMemo } from 'react';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { cellText } from './cell-text';
import { Chart, registerMap, type Box } from './chart';
import styles from './command.module.css';
import { useLook } from './look';
import { mapOption } from './map';
import type { Cell, Shown } from './measures';

type Geo = Parameters<typeof registerMap>[1];

export default function AreaMap({
  id,
  boundaries,
  drawn,
  shown,
  open,
}: {
  /** Under which the map is known to ECharts. */
  id: string;
  boundaries: Schema<'BoundaryCollection'>;
  drawn: readonly Cell[];
  shown: Shown;
  open: (code: string) => void;
}) {
  const translator = useT();
  const { t, text } = translator;
  const look = useLook();
  const option = useMemo(() => {
    registerMap(id, boundaries as unknown as Geo);
    const words = {
      name: (cell: Cell) => text(cell.area.name),
      value: (cell: Cell) => cellText(cell, shown, translator),
      tip: (cell: Cell) =>
        [
          text(cell.area.name),
          cellText(cell, shown, translator),
          ...(cell.area.cases
            ? [
                t('ui-command-tip-cases', {
                  week: cell.area.cases.new_7d.count,
                  all: cell.area.cases.total.count,
                }),
              ]
            : []),
          t('ui-command-tip-overdue', { count: cell.area.overdue.count }),
          t('ui-command-tip-zones', { count: cell.area.zones.count }),
        ].join('\n'),
    };
    const input = { map: id, features: boundaries.features, drawn, zones: shown === 'zones' };
    return (box: Box) => mapOption(input, look, words, box);
  }, [id, boundaries, drawn, shown, look, t, text, translator]);
  return (
    <Chart
      className={styles['map']}
      label={t('ui-command-map-label', { count: boundaries.features.length })}
      option={option}
      onClick={({ name }) => open(name)}
    />
  );
}
