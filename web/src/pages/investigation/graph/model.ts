// The exposure graph as it is drawn: who and what, and what passed between them. Pure.
import type { Schema } from '@/api';

/** What a node stands for. */
export type NodeKind = 'case' | 'contact' | 'place';

export interface GraphNode {
  /** Names it within the graph: id of the person or place, or the pseudonym of somebody outside. */
  key: string;
  kind: NodeKind;
  /** The record that it opens, of the kind `kind`; absent for somebody outside. */
  record?: string;
  person?: string;
  /** The number of a case. */
  number?: string;
  /** Class of a case or of a contact. */
  class: string;
  status?: string;
  area?: string;
  /** Day on which it is placed: onset, else opening; last exposure of a contact. */
  on?: string;
  /** Whether `on` is a day of onset. */
  onset?: boolean;
  /** Outside the caller's areas: shown, not opened. */
  outside?: boolean;
}

export interface GraphLink {
  key: string;
  /** Places of its ends in the list of nodes; with `transmission`, from the infector. */
  from: number;
  to: number;
  /** Kind of exposure. */
  kind: string;
  /** Type of place; empty where none was said. */
  setting: string;
  started?: string;
  ended?: string;
  transmission: boolean;
}

export interface ExposureGraph {
  nodes: GraphNode[];
  links: GraphLink[];
  /** More hangs on it than is shown. */
  truncated: boolean;
}

export const NO_GRAPH: ExposureGraph = { nodes: [], links: [], truncated: false };

/** The chain of one case as a graph: cases and who infected whom. */
export function graphOfChain(chain: Schema<'Chain'>): ExposureGraph {
  const nodes: GraphNode[] = [
    ...chain.nodes.map((node) => ({
      key: node.case,
      kind: 'case' as const,
      record: node.case,
      person: node.person,
      number: node.number,
      class: node.classification,
      ...(node.onset_on ? { on: node.onset_on, onset: true } : {}),
    })),
    ...chain.outside.map((node) => ({
      key: node.pseudonym,
      kind: 'case' as const,
      class: node.classification ?? 'none',
      outside: true,
      ...(node.area ? { area: node.area } : {}),
    })),
  ];
  const at = new Map(nodes.map((node, index) => [node.key, index]));
  const links = chain.links.flatMap(({ from, to }) => {
    const ends = [at.get(from), at.get(to)] as const;
    if (ends[0] === undefined || ends[1] === undefined) return [];
    return [{ key: `${from}>${to}`, from: ends[0], to: ends[1], kind: '', setting: '', transmission: true }];
  });
  return { nodes, links, truncated: chain.truncated };
}

/** What was said of where it happened: the type of place, else the kind of exposure. */
export const settingOf = (link: GraphLink): string =>
  link.setting || (link.kind === 'shared_place' ? '' : link.kind);

/** Settings that occur, the most frequent first, with how many links have them. */
export function settingsOf(graph: ExposureGraph): [setting: string, count: number][] {
  const counts = new Map<string, number>();
  for (const link of graph.links) {
    const setting = settingOf(link);
    if (setting) counts.set(setting, (counts.get(setting) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

export interface Narrowing {
  /** Only links of these settings; all when empty. */
  settings: ReadonlySet<string>;
  /** Only cases, and who infected whom. */
  casesOnly: boolean;
}

/**
 * The part of a graph that a narrowing leaves. Cases stay even without a link, so that nobody is lost from the
 * picture; contacts and places go with their last link. Transmissions without a setting stay.
 */
export function narrow(graph: ExposureGraph, { settings, casesOnly }: Narrowing): ExposureGraph {
  if (settings.size === 0 && !casesOnly) return graph;
  const links = graph.links.filter((link) => {
    if (casesOnly && !(link.transmission && isCase(graph, link.from) && isCase(graph, link.to))) return false;
    const setting = settingOf(link);
    return settings.size === 0 || (setting ? settings.has(setting) : link.transmission);
  });
  const linked = new Uint8Array(graph.nodes.length);
  for (const { from, to } of links) {
    linked[from] = 1;
    linked[to] = 1;
  }
  const place = new Int32Array(graph.nodes.length).fill(-1);
  const nodes: GraphNode[] = [];
  graph.nodes.forEach((node, index) => {
    if (node.kind !== 'case' && !linked[index]) return;
    place[index] = nodes.length;
    nodes.push(node);
  });
  return {
    nodes,
    links: links.map((link) => ({ ...link, from: place[link.from] ?? 0, to: place[link.to] ?? 0 })),
    truncated: graph.truncated,
  };
}

const isCase = (graph: ExposureGraph, index: number): boolean => graph.nodes[index]?.kind === 'case';

/** Links of each node, both ways: places in the list of links. */
export function neighbours(graph: ExposureGraph): { of: (node: number) => readonly number[] } {
  const lists: number[][] = graph.nodes.map(() => []);
  graph.links.forEach(({ from, to }, index) => {
    lists[from]?.push(index);
    if (from !== to) lists[to]?.push(index);
  });
  return { of: (node) => lists[node] ?? [] };
}

/** How everybody stands in the infections: by whom, whom, and how many steps from the first known. */
export interface Descent {
  /** The infector of each node; -1 where none is known. */
  infector: Int32Array;
  /** Steps from the first case known; -1 for what is not a case. */
  generation: Int32Array;
  offspring: number[][];
}

/**
 * Reads the infections. Of several infectors the one of the earliest infection counts; a circle, which no outbreak
 * has and a record may, is cut where it was entered.
 */
export function descent(graph: ExposureGraph): Descent {
  const count = graph.nodes.length;
  const infector = new Int32Array(count).fill(-1);
  const since: (string | undefined)[] = [];
  for (const link of graph.links) {
    if (!link.transmission || link.from === link.to || !isCase(graph, link.to)) continue;
    const known = since[link.to];
    if (infector[link.to] !== -1 && (known ?? '') <= (link.started ?? '')) continue;
    infector[link.to] = link.from;
    since[link.to] = link.started;
  }
  cutCircles(infector);
  const offspring: number[][] = graph.nodes.map(() => []);
  infector.forEach((from, to) => {
    if (from >= 0) offspring[from]?.push(to);
  });
  const day = (index: number) => graph.nodes[index]?.on ?? '9999';
  for (const list of offspring) list.sort((a, b) => day(a).localeCompare(day(b)) || a - b);
  const generation = new Int32Array(count).fill(-1);
  let front = graph.nodes.flatMap((node, index) =>
    node.kind === 'case' && infector[index] === -1 ? [index] : [],
  );
  // A place or contact that is held to have infected somebody begins a chain like a case.
  for (let index = 0; index < count; index += 1) {
    if (!isCase(graph, index) && infector[index] === -1 && (offspring[index]?.length ?? 0) > 0)
      front.push(index);
  }
  for (let step = 0; front.length > 0; step += 1) {
    const next: number[] = [];
    for (const index of front) {
      generation[index] = step;
      next.push(...(offspring[index] ?? []));
    }
    front = next;
  }
  return { infector, generation, offspring };
}

function cutCircles(infector: Int32Array): void {
  const seen = new Int32Array(infector.length);
  for (let start = 0; start < infector.length; start += 1) {
    let at = start;
    while (at !== -1 && !seen[at]) {
      seen[at] = start + 1;
      const from = infector[at] ?? -1;
      if (from !== -1 && seen[from] === start + 1) infector[at] = -1;
      at = infector[at] ?? -1;
    }
  }
}

/** Cases without a known infector. */
export function unlinked(graph: ExposureGraph, { infector }: Descent): number[] {
  return graph.nodes.flatMap((node, index) =>
    node.kind === 'case' && infector[index] === -1 ? [index] : [],
  );
}

/** The shortest way from one node to another over links of any kind, as links in order; undefined without one. */
export function pathBetween(graph: ExposureGraph, from: number, to: number): number[] | undefined {
  if (from === to) return [];
  const around = neighbours(graph);
  const by = new Int32Array(graph.nodes.length).fill(-1);
  by[from] = -2;
  let front = [from];
  while (front.length > 0) {
    const next: number[] = [];
    for (const node of front) {
      for (const index of around.of(node)) {
        const other = otherEnd(graph.links[index], node);
        if (other === undefined || by[other] !== -1) continue;
        by[other] = index;
        if (other === to) return walkBack(graph, by, from, to);
        next.push(other);
      }
    }
    front = next;
  }
  return undefined;
}

/** The end of a link that is not `node`. */
export function otherEnd(link: GraphLink | undefined, node: number): number | undefined {
  if (!link) return undefined;
  return link.from === node ? link.to : link.from;
}

function walkBack(graph: ExposureGraph, by: Int32Array, from: number, to: number): number[] {
  const path: number[] = [];
  let at = to;
  while (at !== from) {
    const index = by[at] ?? -1;
    path.push(index);
    at = otherEnd(graph.links[index], at) ?? from;
  }
  return path.reverse();
}

/** A path step by step: over which link, to whom, and whether with its direction. */
export function stepsOf(
  graph: ExposureGraph,
  from: number,
  path: readonly number[],
): { link: GraphLink; to: number; forth: boolean }[] {
  const steps: { link: GraphLink; to: number; forth: boolean }[] = [];
  for (const index of path) {
    const at = steps.at(-1)?.to ?? from;
    const link = graph.links[index];
    const to = otherEnd(link, at);
    if (link && to !== undefined) steps.push({ link, to, forth: link.from === at });
  }
  return steps;
}

/** Everything that hangs together with a node over infections: the chain that it is in. */
export function chainOf({ infector, offspring }: Descent, node: number): number[] {
  let root = node;
  while ((infector[root] ?? -1) !== -1) root = infector[root] ?? -1;
  const chain: number[] = [];
  const todo = [root];
  while (todo.length > 0) {
    const at = todo.pop();
    if (at === undefined) break;
    chain.push(at);
    todo.push(...[...(offspring[at] ?? [])].reverse());
  }
  return chain;
}
