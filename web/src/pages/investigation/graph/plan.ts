// A graph brought into columns of numbers for the layout, which runs in a worker.
import type { Plan } from './layout';
import { otherEnd, neighbours, type Descent, type ExposureGraph } from './model';

const DAY = 86_400_000;

export function planOf(graph: ExposureGraph, { infector, generation, offspring }: Descent): Plan {
  const core = Uint8Array.from(graph.nodes, ({ kind }) => (kind === 'case' ? 1 : 0));
  const day = Float64Array.from(graph.nodes, ({ on }) =>
    on ? Date.parse(`${on.slice(0, 10)}T00:00:00Z`) / DAY : Number.NaN,
  );
  const infects = Uint8Array.from(offspring, (list) => (list.length > 0 ? 1 : 0));
  return {
    core,
    infector: infector.slice(),
    generation: generation.slice(),
    infects,
    day,
    host: hostsOf(graph),
  };
}

/** Around whom a contact stands: the case that he met last, else whoever ties him to one. */
function hostsOf(graph: ExposureGraph): Int32Array {
  const host = new Int32Array(graph.nodes.length).fill(-1);
  const around = neighbours(graph);
  const rest: number[] = [];
  graph.nodes.forEach(({ kind }, index) => {
    if (kind === 'case') return;
    let latest = '';
    for (const link of around.of(index).map((at) => graph.links[at])) {
      const other = otherEnd(link, index);
      if (other === undefined || graph.nodes[other]?.kind !== 'case') continue;
      const when = link?.ended ?? link?.started ?? '';
      if (host[index] !== -1 && when <= latest) continue;
      host[index] = other;
      latest = when;
    }
    if (host[index] === -1) rest.push(index);
  });
  // Contacts of contacts stand around those; from the cases outwards, so that no circle hosts itself.
  let known = rest;
  for (let moved = true; moved;) {
    const left = known.filter((index) => {
      const tie = around.of(index).find((at) => {
        const other = otherEnd(graph.links[at], index);
        return other !== undefined && other !== index && host[other] !== -1;
      });
      const other = tie === undefined ? undefined : otherEnd(graph.links[tie], index);
      if (other === undefined) return true;
      host[index] = other;
      return false;
    });
    moved = left.length < known.length;
    known = left;
  }
  return host;
}
