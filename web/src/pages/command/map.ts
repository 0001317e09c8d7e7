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

/** What a map is drawn from. */
export interface MapInput {
  /** Its name at ECharts. */
  map: string;
  features: Collection['features'];
  drawn: readonly Cell[];
  /** Whether the classes are levels of zones. */
  zones: boolean;
}
export interface MapWords {
  name: (cell: Cell) => string;
  value: (cell: Cell) => string;
  tip: (cell: Cell) => string;
}
interface Box {
  em: number;
  family: string;
  width: number;
  height: number;
}

/** How wide each area will be drawn in a box, in pixels, by code. */
export function widthsIn(
  features: Collection['features'],
  { width, height }: Pick<Box, 'width' | 'height'>,
): Map<string, number> {
  const [west, south, east, north] = extentOf(features);
  const aspect = aspectOf(features);
  const scale = Math.min(width / ((east - west) * aspect), height / (north - south));
  return new Map(
    features.map(({ properties, bbox }) => [
      properties.code,
      ((bbox[2] ?? 0) - (bbox[0] ?? 0)) * aspect * scale,
    ]),
  );
}

/** An area that is narrower than this many letters has no label; its number stands in the list. */
const LETTERS = 3.2;

export function mapOption(
  { map, features, drawn, zones }: MapInput,
  look: Look,
  words: MapWords,
  box: Box,
): EChartsCoreOption {
  const size = Math.round(box.em * 0.85);
  const margin = Math.round(box.em * 0.3);
  const widths = widthsIn(features, box);
  const byCode = new Map(drawn.map((cell) => [cell.area.code, cell]));
  return {
    animation: false,
    textStyle: { fontFamily: box.family },
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
        aspectScale: aspectOf(features),
        roam: false,
        selectedMode: false,
        cursor: 'pointer',
        left: margin,
        right: margin,
        top: margin,
        bottom: margin,
        itemStyle: { areaColor: look.unknown.fill, borderColor: look.border, borderWidth: 1 },
        data: drawn.map((cell) => {
          const { fill, ink } = fillOf(look, zones, cell.level);
          const wide = widths.get(cell.area.code) ?? 0;
          return {
            name: cell.area.code,
            value: cell.value ?? Number.NaN,
            itemStyle: { areaColor: fill },
            label: {
              show: wide >= LETTERS * size,
              color: ink,
              fontSize: size,
              formatter: `${words.name(cell)}\n${words.value(cell)}`,
              align: 'center',
              lineHeight: Math.round(size * 1.3),
              width: Math.floor(wide * 0.94),
              overflow: 'truncate',
              ellipsis: '…',
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
