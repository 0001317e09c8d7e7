// How the graph looks: colours for light and dark, and shapes that say the same without them.
import { packed, SHAPES, type Marks, type Shape } from './mass';
import type { GraphLink, GraphNode } from './model';
import type { LaidOut } from './useLayout';

export type Theme = 'light' | 'dark';

export interface Palette {
  ground: string;
  ink: string;
  accent: string;
  infection: string;
  exposure: string;
  classes: Record<string, string>;
  contact: string;
  secondary: string;
  place: string;
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    ground: '#ffffff',
    ink: '#1d2023',
    accent: '#1a5584',
    infection: '#8c3b2e',
    exposure: '#8d949c',
    classes: {
      confirmed: '#c0321b',
      asymptomatic: '#c97a12',
      probable: '#9a7b00',
      suspected: '#2f6ea8',
      discarded: '#8a8f95',
    },
    contact: '#5d7a92',
    secondary: '#9aa9b5',
    place: '#2d7d74',
  },
  dark: {
    ground: '#1c2024',
    ink: '#e6e8ea',
    accent: '#8fc1ea',
    infection: '#d48a7c',
    exposure: '#6d7680',
    classes: {
      confirmed: '#f0705c',
      asymptomatic: '#e8a94a',
      probable: '#d3bb4c',
      suspected: '#7fb0de',
      discarded: '#8a9097',
    },
    contact: '#8aa6bc',
    secondary: '#66737e',
    place: '#62b5aa',
  },
};

export function colourOf(node: GraphNode, palette: Palette): string {
  if (node.kind === 'case') return palette.classes[node.class] ?? palette.contact;
  if (node.kind === 'place') return palette.place;
  return node.class === 'close' ? palette.contact : palette.secondary;
}

export function shapeOf(node: GraphNode): Shape {
  if (node.outside) return 'diamond';
  if (node.kind === 'place') return 'square';
  if (node.kind === 'contact') return 'disc';
  return node.class === 'asymptomatic' ? 'ring' : node.class === 'confirmed' ? 'disc' : 'marked';
}

/** Width in units of the layout. */
export const sizeOf = (node: GraphNode): number =>
  node.kind === 'case' ? 1.7 : node.kind === 'place' ? 1.3 : 0.8;

export interface Emphasis {
  /** Cases without a known infector stand out. */
  unlinked: boolean;
}

/** Above so many nodes lines are drawn paler, so that what they connect can still be seen. */
const MANY = 600;
/** Exposures that reach farther than this, in units of the layout, cross half the picture: they are hints only. */
const FAR = 8;

export function marksOf(
  { graph, descent: { infector }, placed }: Pick<LaidOut, 'graph' | 'descent' | 'placed'>,
  palette: Palette,
  { unlinked }: Emphasis,
): Marks {
  const pale = (index: number, node: GraphNode) =>
    unlinked && !(node.kind === 'case' && infector[index] === -1);
  const many = graph.nodes.length > MANY;
  const opacity = ({ from, to, transmission }: GraphLink) => {
    if (transmission) return many ? 0.55 : 0.8;
    const [x, y] = [(placed.x[from] ?? 0) - (placed.x[to] ?? 0), (placed.y[from] ?? 0) - (placed.y[to] ?? 0)];
    return Math.hypot(x, y) < FAR ? 0.6 : many ? 0.14 : 0.35;
  };
  return {
    node: Uint32Array.from(graph.nodes, (node, index) =>
      packed(colourOf(node, palette), pale(index, node) ? 0.22 : 1),
    ),
    link: Uint32Array.from(graph.links, (link) =>
      packed(link.transmission ? palette.infection : palette.exposure, opacity(link) * (unlinked ? 0.35 : 1)),
    ),
    size: Float32Array.from(
      graph.nodes,
      (node, index) => sizeOf(node) * (unlinked && !pale(index, node) ? 1.35 : 1),
    ),
    shape: Uint8Array.from(graph.nodes, (node) => SHAPES[shapeOf(node)]),
  };
}
