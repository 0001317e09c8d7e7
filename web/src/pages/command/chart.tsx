// A chart of ECharts in a box: it grows with the box, follows the theme, and never takes the page with it.
import { BarChart, LineChart, MapChart } from 'echarts/charts';
import { GeoComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'react';

echarts.use([
  BarChart,
  LineChart,
  MapChart,
  GeoComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

export const { registerMap } = echarts;

/** The box that a chart fills: its size, and the letters around it. */
export interface Box {
  em: number;
  family: string;
  width: number;
  height: number;
}

export interface Clicked {
  /** Of a series: its name, and which of its points. */
  seriesName: string;
  dataIndex: number;
  name: string;
}

/**
 * The box with its chart. `option` is given its size and the letters around it, so that a wall has large ones. What the
 * chart shows is told by `label` and by a table beside it; the canvas itself is one picture.
 */
export function Chart({
  option,
  label,
  className,
  onClick,
}: {
  option: (box: Box) => EChartsCoreOption;
  label: string;
  className: string | undefined;
  onClick?: ((clicked: Clicked) => void) | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts>(null);
  const click = useRef(onClick);
  const build = useRef(option);
  useEffect(() => {
    click.current = onClick;
    build.current = option;
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const made = echarts.init(element, null, { renderer: 'canvas' });
    chart.current = made;
    // What waits for the picture (a printer, a test, a screen reader) knows when it is there.
    made.on('finished', () => element.removeAttribute('aria-busy'));
    made.on('click', (params) => {
      click.current?.({
        seriesName: params.seriesName ?? '',
        dataIndex: params.dataIndex,
        name: params.name,
      });
    });
    const sized = new ResizeObserver(() => {
      // It tells the first size too, for which the chart has been drawn already.
      if (made.getWidth() === element.clientWidth && made.getHeight() === element.clientHeight) return;
      made.setOption(build.current(boxOf(element)), { notMerge: true, lazyUpdate: true });
      made.resize();
    });
    sized.observe(element);
    return () => {
      sized.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    if (box.current) chart.current?.setOption(option(boxOf(box.current)), { notMerge: true });
  }, [option]);
  return <div ref={box} role="img" aria-label={label} aria-busy className={className} />;
}

function boxOf(element: HTMLElement): Box {
  const { fontSize, fontFamily } = getComputedStyle(element);
  return {
    em: Number.parseFloat(fontSize) || 14,
    // A canvas inherits nothing.
    family: fontFamily || 'sans-serif',
    width: element.clientWidth,
    height: element.clientHeight,
  };
}
