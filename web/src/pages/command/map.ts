// The map as ECharts wants it.
import type { EChartsCoreOption } from 'echarts/core';
import type { Schema } from '@/api';
import { fillOf, type Look } from './look';
import type { Cell } from './measures';

type Collection = Schema<'BoundaryCollection'>;

/** West, south, east, north of all features. */
export function extentOf(features: Collection['features']): [number, number, number, number] {
  return features.reduce<[number, number, number, number]>(
    ([west, south, east, north], { bbox }) => [
      Math.min(west, bbox[0] ?? west),
      Math.min(south, bbox[1] ?? south),
      Math.max(east, bbox[2] ?? east),
      Math.max(north, bbox[3] ?? north),
    ],
    [180, 90, -180, -90],
  );
}

/** How much narrower a degree is from west to east than from south to north, in the middle of what is shown. */
export function aspectOf(features: Collection['features']): number {
  if (features.length === 0) return 1;
  const [, south, , north] = extentOf(features);
  return Math.max(0.1, Math.cos((((south + north) / 2) * Math.PI) / 180));
}

export function mapOption(
  map: string,
  aspect: number,
  drawn: readonly Cell[],
  zones: boolean,
  look: Look,
  words: { name: (cell: Cell) => string; value: (cell: Cell) => string; tip: (cell: Cell) => string },
  em: number,
): EChartsCoreOption {
  const size = Math.round(em * 0.82);
  const byCode = new Map(drawn.map((cell) => [cell.area.code, cell]));
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    tooltip: {
      trigger: 'item',
      renderMode: 'richText',
      confine: true,
      backgroundColor: look.surface,
      borderColor: look.line,
      textStyle: { color: look.ink, fontSize: size },
      formatter: (point: unknown) => {
        const cell = byCode.get((point as { name: string }).name);
        return cell ? words.tip(cell) : '';
      },
    },
    series: [
      {
        type: 'map',
        map,
        nameProperty: 'code',
        aspectScale: aspect,
        roam: false,
        selectedMode: false,
        cursor: 'pointer',
        left: em * 0.3,
        right: em * 0.3,
        top: em * 0.3,
        bottom: em * 0.3,
        itemStyle: { areaColor: look.unknown.fill, borderColor: look.quiet, borderWidth: 1 },
        labelLayout: { hideOverlap: true },
        data: drawn.map((cell) => {
          const { fill, ink } = fillOf(look, zones, cell.level);
          return {
            name: cell.area.code,
            value: cell.value ?? Number.NaN,
            itemStyle: { areaColor: fill },
            label: {
              show: true,
              color: ink,
              fontSize: size,
              formatter: `${words.name(cell)}\n${words.value(cell)}`,
              align: 'center',
              lineHeight: Math.round(size * 1.3),
            },
            emphasis: {
              itemStyle: { areaColor: fill, borderWidth: 3, borderColor: look.ink },
              label: { color: ink },
            },
          };
        }),
      },
    ],
  };
}
