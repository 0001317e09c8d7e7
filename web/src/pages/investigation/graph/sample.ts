// An outbreak of any size, made from a seed: for measuring how the graph draws, and for tests. Nobody in it is real.
import type { ExposureGraph, GraphLink, GraphNode } from './model';

const KINDS: readonly [kind: string, weight: number][] = [
  ['household', 34],
  ['meal', 14],
  ['same_room', 17],
  ['venue', 13],
  ['vehicle', 8],
  ['care', 6],
  ['same_cell', 8],
];
const CLASSES = ['confirmed', 'confirmed', 'confirmed', 'asymptomatic', 'asymptomatic', 'suspected'];
const FIRST = Date.UTC(2022, 6, 1);
const DAY = 86_400_000;

/** Numbers from 0 to 1, the same for the same seed. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** A graph of so many cases and contacts: chains from some arrivals, one case in eight without a known infector. */
export function sampleGraph(cases: number, contacts: number, seed = 1): ExposureGraph {
  const next = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const weighted = () => {
    let at = next() * KINDS.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of KINDS) {
      at -= weight;
      if (at < 0) return kind;
    }
    return 'other';
  };
  const nodes: GraphNode[] = [];
  const links: GraphLink[] = [];
  const times: number[] = [];
  const relatives: number[][] = [];
  const link = (from: number, to: number, time: number, transmission: boolean) =>
    links.push({
      key: `e${links.length}`,
      from,
      to,
      kind: weighted(),
      setting: '',
      started: new Date(time).toISOString(),
      ended: new Date(time + 3_600_000).toISOString(),
      transmission,
    });
  for (let index = 0; index < cases; index += 1) {
    const alone = index === 0 || next() < 0.12;
    // Infectors are drawn among those of the days before, some of them again and again: a few infect many.
    const reach = Math.min(index, 30 + Math.floor(index * 0.3));
    const back = Math.max(1, Math.floor(reach * (0.4 + 0.6 * next())));
    const infector = alone ? -1 : next() < 0.3 ? index - back - ((index - back) % 9) : index - back;
    const time = alone
      ? FIRST + (index / cases) * 120 * DAY
      : (times[infector] ?? FIRST) + (1.5 + next() * 5) * DAY;
    times.push(time);
    nodes.push({
      key: `c${index}`,
      kind: 'case',
      record: `c${index}`,
      person: `c${index}`,
      number: `2022-${String(index + 1).padStart(5, '0')}`,
      class: pick(CLASSES),
      status: 'open',
      on: dayOf(time),
      onset: true,
    });
    if (infector >= 0) {
      link(infector, index, time - 2 * DAY, true);
      (relatives[infector] ??= []).push(index);
      (relatives[index] ??= []).push(infector);
    }
  }
  for (let index = 0; index < contacts; index += 1) {
    const at = nodes.length;
    const first = Math.floor(next() * cases);
    const ends = [first];
    // Whom several cases have met is mostly of the house of the one or the other.
    const other = relatives[first];
    if (other && next() < 0.2) ends.push(pick(other));
    if (next() < 0.02) ends.push(Math.floor(next() * cases));
    const time = (times[first] ?? FIRST) + (next() * 4 - 2) * DAY;
    nodes.push({
      key: `k${index}`,
      kind: 'contact',
      record: `k${index}`,
      person: `k${index}`,
      class: next() < 0.8 ? 'close' : 'secondary',
      status: 'reached',
      on: dayOf(time),
    });
    for (const end of ends) link(end, at, time, false);
  }
  return { nodes, links, truncated: false };
}
