// The graph as the interface has it, in columns, brought into nodes and links. Pure.
import type { Schema } from '@/api';
import type { ExposureGraph, GraphLink, GraphNode } from './model';

/** The n-th value of each column is of the n-th node or edge; numbers are places in `words`. */
export interface GraphColumns {
  nodes: {
    id: string[];
    kind: number[];
    number: (string | null)[];
    class: (number | null)[];
    status: (number | null)[];
    day: (number | null)[];
    area: (number | null)[];
  };
  edges: {
    from: number[];
    to: number[];
    bond: number[];
    setting: (number | null)[];
    day: (number | null)[];
  };
  words: {
    kind: string[];
    bond: string[];
    class: string[];
    status: string[];
    day: string[];
    area: string[];
    setting: string[];
  };
  outside: ({ node: number } & Schema<'OutsidePerson'>)[];
  cut: { nodes: boolean; edges: boolean };
}

export function graphOfColumns({ nodes, edges, words, outside, cut }: GraphColumns): ExposureGraph {
  const beyond = new Map(outside.map((one) => [one.node, one]));
  const at = (list: readonly string[], place: number | null | undefined): string | undefined =>
    place === null || place === undefined ? undefined : list[place];
  return {
    nodes: nodes.id.map((id, index): GraphNode => {
      const kind = words.kind[nodes.kind[index] ?? 0];
      const [on, status, area] = [
        at(words.day, nodes.day[index]),
        at(words.status, nodes.status[index]),
        at(words.area, nodes.area[index]),
      ];
      const number = nodes.number[index];
      const known = beyond.get(index);
      const drawnAs = kind === 'case' || (kind === 'outside' && known?.case) ? 'case' : 'contact';
      return {
        key: id,
        kind: drawnAs,
        class: at(words.class, nodes.class[index]) ?? 'none',
        ...(kind === 'outside' ? { outside: true } : { record: id }),
        ...(number ? { number } : {}),
        ...(status ? { status } : {}),
        ...(on ? { on } : {}),
        ...(area ? { area } : {}),
      };
    }),
    links: edges.from.map((from, index): GraphLink => {
      const bond = words.bond[edges.bond[index] ?? 0] ?? '';
      const day = at(words.day, edges.day[index]);
      return {
        key: `${index}`,
        from,
        to: edges.to[index] ?? from,
        kind: bond === 'shared_place' ? bond : '',
        setting: at(words.setting, edges.setting[index]) ?? '',
        transmission: bond === 'infector',
        ...(day ? { started: day } : {}),
      };
    }),
    truncated: cut.nodes || cut.edges,
  };
}
