// Going from one to the next by keys: to the infector, to those infected, to the neighbour. Pure.
import { neighbours, otherEnd, type Descent, type ExposureGraph } from './model';

export type Step = 'back' | 'on' | 'next' | 'before';

export interface Walk {
  /** Where a step leads; undefined where it leads nowhere. */
  go: (from: number, step: Step) => number | undefined;
  /** Where one begins: the first case of the greatest chain. */
  first: () => number | undefined;
}

export function walkOf(graph: ExposureGraph, { infector, offspring }: Descent): Walk {
  const around = neighbours(graph);
  const others = (node: number) =>
    around.of(node).flatMap((index) => {
      const other = otherEnd(graph.links[index], node);
      return other === undefined ? [] : [other];
    });
  const isCase = (node: number) => graph.nodes[node]?.kind === 'case';
  const back = (node: number): number | undefined => {
    const from = infector[node] ?? -1;
    if (from >= 0) return from;
    return isCase(node) ? undefined : others(node).find(isCase);
  };
  // Those infected come first, then who was met.
  const on = (node: number): number[] => {
    const infected = offspring[node] ?? [];
    const met = others(node).filter((other) => !isCase(other) && !infected.includes(other));
    return [...infected, ...new Set(met)];
  };
  const beside = (node: number, by: 1 | -1): number | undefined => {
    const from = back(node);
    const row = from === undefined ? roots() : on(from);
    const at = row.indexOf(node);
    return at < 0 ? undefined : row[at + by];
  };
  let found: number[] | undefined;
  const roots = (): number[] => {
    found ??= graph.nodes
      .flatMap((node, index) => (node.kind === 'case' && infector[index] === -1 ? [index] : []))
      .sort((a, b) => (offspring[b]?.length ?? 0) - (offspring[a]?.length ?? 0) || a - b);
    return found;
  };
  return {
    first: () => roots()[0] ?? (graph.nodes.length > 0 ? 0 : undefined),
    go: (from, step) => {
      if (step === 'back') return back(from);
      if (step === 'on') return on(from)[0];
      return beside(from, step === 'next' ? 1 : -1);
    },
  };
}
