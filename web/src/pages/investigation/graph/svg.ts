// The picture as SVG: all of it, whatever is seen, with a line that says what it is. Nobody is named in it.
import { colourOf, PALETTES, shapeOf, sizeOf, type Theme } from './look';
import type { LaidOut } from './useLayout';

const MARGIN = 6;

/** Text for a place where markup is read. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function svgOf({ graph, placed }: LaidOut, caption: string, theme: Theme): string {
  const palette = PALETTES[theme];
  const [width, height] = [Math.max(placed.width, 12), Math.max(placed.height, 8)];
  const x = (index: number) => round(placed.x[index] ?? 0);
  const y = (index: number) => round(-(placed.y[index] ?? 0));
  const lines = { infection: [] as string[], exposure: [] as string[] };
  for (const link of graph.links) {
    lines[link.transmission ? 'infection' : 'exposure'].push(
      `M${x(link.from)} ${y(link.from)}L${x(link.to)} ${y(link.to)}`,
    );
  }
  const groups = new Map<string, string[]>();
  graph.nodes.forEach((node, index) => {
    const colour = colourOf(node, palette);
    const marks = groups.get(colour) ?? [];
    marks.push(markOf(shapeOf(node), x(index), y(index), sizeOf(node) / 2, colour));
    groups.set(colour, marks);
  });
  const text = Math.max(height / 40, 1.4);
  const box = [-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN + 2 * text].map(round).join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" font-family="sans-serif">`,
    `<title>${escaped(caption)}</title>`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="100%" height="100%" fill="${palette.ground}"/>`,
    `<path d="${lines.exposure.join('')}" fill="none" stroke="${palette.exposure}" stroke-opacity="0.5" stroke-width="0.12"/>`,
    `<path d="${lines.infection.join('')}" fill="none" stroke="${palette.infection}" stroke-opacity="0.8" stroke-width="0.22"/>`,
    ...[...groups].map(([colour, marks]) => `<g fill="${colour}">${marks.join('')}</g>`),
    `<text x="0" y="${round(height + MARGIN + text)}" font-size="${round(text)}" fill="${palette.ink}">${escaped(caption)}</text>`,
    '</svg>',
  ].join('\n');
}

function markOf(shape: ReturnType<typeof shapeOf>, x: number, y: number, r: number, colour: string): string {
  if (shape === 'square')
    return `<rect x="${round(x - r)}" y="${round(y - r)}" width="${round(2 * r)}" height="${round(2 * r)}"/>`;
  if (shape === 'diamond')
    return `<path d="M${round(x - r)} ${y}L${x} ${round(y - r)}L${round(x + r)} ${y}L${x} ${round(y + r)}Z"/>`;
  const hollow =
    shape === 'ring' || shape === 'marked'
      ? ` fill-opacity="${shape === 'ring' ? 0 : 0.35}" stroke="${colour}" stroke-width="0.35"`
      : '';
  return `<circle cx="${x}" cy="${y}" r="${round(hollow ? r - 0.17 : r)}"${hollow}/>`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
