import { describe, expect, it } from 'vitest';
import {
  chainOf,
  descent,
  narrow,
  pathBetween,
  settingsOf,
  stepsOf,
  unlinked,
  type ExposureGraph,
  type GraphLink,
  type GraphNode,
} from './model';

const node = (key: string, kind: GraphNode['kind'] = 'case', on?: string): GraphNode => ({
  key,
  kind,
  class: kind === 'case' ? 'confirmed' : 'close',
  ...(on ? { on } : {}),
});
const link = (from: number, to: number, transmission = true, rest: Partial<GraphLink> = {}): GraphLink => ({
  key: `${from}-${to}`,
  from,
  to,
  kind: 'household',
  setting: '',
  transmission,
  ...rest,
});
/** a infects b and c, c infects d; e is alone; x was met by a and d, y by nobody but x. */
const graph: ExposureGraph = {
  nodes: [node('a'), node('b'), node('c'), node('d'), node('e'), node('x', 'contact'), node('y', 'contact')],
  links: [
    link(0, 1),
    link(0, 2, true, { kind: 'meal' }),
    link(2, 3),
    link(0, 5, false),
    link(3, 5, false, { setting: 'bus' }),
    link(5, 6, false, { kind: 'meal' }),
  ],
  truncated: false,
};

describe('descent', () => {
  it('tells who infected whom, and how many steps it is from the first', () => {
    const found = descent(graph);
    expect([...found.infector]).toEqual([-1, 0, 0, 2, -1, -1, -1]);
    expect([...found.generation]).toEqual([0, 1, 1, 2, 0, -1, -1]);
    expect(unlinked(graph, found)).toEqual([0, 4]);
    expect(chainOf(found, 3).sort()).toEqual([0, 1, 2, 3]);
  });

  it('takes the earliest of several infectors', () => {
    const several = {
      ...graph,
      links: [
        link(1, 3, true, { started: '2022-07-05T00:00:00Z' }),
        link(0, 3, true, { started: '2022-07-02T00:00:00Z' }),
      ],
    };
    expect(descent(several).infector[3]).toBe(0);
  });

  it('cuts a circle instead of going round it for ever', () => {
    const circle = { ...graph, links: [link(0, 1), link(1, 2), link(2, 0)] };
    const found = descent(circle);
    expect(found.infector.slice(0, 3).filter((from) => from === -1)).toHaveLength(1);
    expect(
      Math.min(...found.generation.filter((_, index) => graph.nodes[index]?.kind === 'case')),
    ).toBeGreaterThanOrEqual(0);
  });
});

describe('a way between two people', () => {
  it('is the shortest, over links of any kind and either direction', () => {
    const path = pathBetween(graph, 1, 6);
    expect(path?.map((index) => graph.links[index]?.key)).toEqual(['0-1', '0-5', '5-6']);
    expect(stepsOf(graph, 1, path ?? []).map(({ to, forth }) => [to, forth])).toEqual([
      [0, false],
      [5, true],
      [6, true],
    ]);
  });

  it('is none where nothing ties them', () => {
    expect(pathBetween(graph, 0, 4)).toBeUndefined();
    expect(pathBetween(graph, 2, 2)).toEqual([]);
  });
});

describe('narrowing', () => {
  it('leaves links of the settings asked for, all cases, and contacts that still hang on one', () => {
    expect(settingsOf(graph)).toEqual([
      ['household', 3],
      ['meal', 2],
      ['bus', 1],
    ]);
    const meals = narrow(graph, { settings: new Set(['meal']), casesOnly: false });
    expect(meals.nodes.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e', 'x', 'y']);
    const buses = narrow(graph, { settings: new Set(['bus']), casesOnly: false });
    expect(buses.nodes.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e', 'x']);
    expect(buses.links.map(({ from, to }) => [buses.nodes[from]?.key, buses.nodes[to]?.key])).toEqual([
      ['d', 'x'],
    ]);
  });

  it('leaves cases and infections alone when only these are wanted', () => {
    const cases = narrow(graph, { settings: new Set(), casesOnly: true });
    expect(cases.nodes).toHaveLength(5);
    expect(cases.links).toHaveLength(3);
    expect(narrow(graph, { settings: new Set(), casesOnly: false })).toBe(graph);
  });
});
