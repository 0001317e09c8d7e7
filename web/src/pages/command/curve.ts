// The epidemic curve as ECharts wants it.
import type { EChartsCoreOption } from 'echarts/core';
import type { Schema } from '@/api';
import type { Language } from '@/i18n';
import { epiWeek } from '@/parts/calendar';
import type { Look } from './look';

export type Curve = Schema<'EpiCurve'>;
export type Bin = Schema<'CurveBin'>;
export const STACK = ['confirmed', 'asymptomatic', 'probable', 'suspected'] as const;
export type StackClass = (typeof STACK)[number];

/** Below this share a day is shaded: what is still to come would be seen in the column. */
export const NEARLY_ALL = 0.95;

/** How much of a column is still to come, 0 to 1; nought where the curve is not by onset. */
export function lacking(bin: Bin): number {
  const complete = bin.complete ?? 1;
  return complete < NEARLY_ALL ? 1 - complete : 0;
}

/** First day of the span that is shaded, if any. */
export function shadedFrom(bins: readonly Bin[]): Bin | undefined {
  return bins.find((bin) => lacking(bin) > 0);
}

/** A column's name below the axis. */
export function binText(bin: Pick<Bin, 'from_on' | 'to_on'>, unit: string, language: Language): string {
  if (unit === 'week') {
    const { year, week } = epiWeek(bin.from_on);
    return `${year}-W${String(week).padStart(2, '0')}`;
  }
  const [, month = '', day = ''] = bin.from_on.split('-').map((part) => String(Number(part)));
  return language === 'en' ? `${day}/${month}` : `${month}-${day}`;
}

export interface CurveWords {
  classes: Record<StackClass, string>;
  /** What stands in the box over a column. */
  tip: (bin: Bin) => string;
}

export function curveOption(
  curve: Pick<Curve, 'bins' | 'unit'>,
  look: Look,
  words: CurveWords,
  language: Language,
  { em, family }: { em: number; family: string },
): EChartsCoreOption {
  const size = Math.round(em * 0.85);
  const { bins } = curve;
  const text = { color: look.quiet, fontSize: size };
  const names = bins.map((bin) => binText(bin, curve.unit, language));
  const top = bins.reduce((most, bin) => Math.max(most, bin.total.count), 0);
  return {
    animation: false,
    textStyle: { fontFamily: family },
    grid: { left: em * 0.3, right: em * 0.6, top: em * 0.8, bottom: em * 0.3, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: look.surface,
      borderColor: look.line,
      textStyle: { color: look.ink, fontSize: size },
      axisPointer: { type: 'shadow' },
      formatter: (points: unknown) => {
        const [first] = points as { dataIndex: number }[];
        const bin = first && bins[first.dataIndex];
        return bin ? words.tip(bin) : '';
      },
    },
    xAxis: [
      {
        type: 'category',
        data: names,
        axisLabel: { ...text, hideOverlap: true },
        axisTick: { alignWithLabel: true, lineStyle: { color: look.line } },
        axisLine: { lineStyle: { color: look.line } },
      },
      // Columns of one axis share its width, so what lies behind them has an axis of its own.
      { type: 'category', data: names, show: false, axisPointer: { show: false } },
    ],
    yAxis: [
      {
        type: 'value',
        minInterval: 1,
        // An empty curve still has an axis that means something.
        max: top === 0 ? 1 : null,
        axisLabel: text,
        splitLine: { lineStyle: { color: look.line } },
      },
      { type: 'value', min: 0, max: 1, show: false },
    ],
    series: [
      {
        // Behind the columns: the more is still to come, the deeper.
        name: 'shade',
        type: 'bar',
        xAxisIndex: 1,
        yAxisIndex: 1,
        silent: true,
        barWidth: '100%',
        z: 1,
        data: bins.map((bin) => (lacking(bin) > 0 ? shade(lacking(bin), look) : 0)),
      },
      ...STACK.map((name) => ({
        name: words.classes[name],
        type: 'bar',
        stack: 'cases',
        z: 2,
        barCategoryGap: '12%',
        cursor: 'pointer',
        itemStyle:
          name === 'suspected'
            ? // Not counted as infected yet: hollow.
              { color: look.surface, borderColor: look.cases.suspected, borderWidth: 1 }
            : { color: look.cases[name], ...(name === 'asymptomatic' ? { decal: stripes(look) } : {}) },
        data: bins.map((bin) => bin[name]),
      })),
    ],
  };
}

function shade(lacks: number, look: Look): object {
  const decal = {
    symbol: 'line',
    dashArrayX: [1, 0],
    dashArrayY: [1, 4],
    rotation: -Math.PI / 4,
    color: look.line,
  };
  return { value: 1, itemStyle: { color: look.shade, opacity: 0.35 + 0.65 * lacks, decal } };
}

/** So that two classes are told apart without colour. */
function stripes(look: Look): object {
  return {
    symbol: 'rect',
    dashArrayX: [1, 0],
    dashArrayY: [2, 3],
    rotation: Math.PI / 4,
    color: look.surface,
  };
}
