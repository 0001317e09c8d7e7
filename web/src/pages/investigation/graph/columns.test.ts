import { describe, expect, it } from 'vitest';
import { graphOfColumns } from './columns';
import { descent, settingsOf } from './model';

const graph = graphOfColumns({
  nodes: {
    id: ['c1', 'c2', 'k1', '~o'],
    kind: [0, 0, 1, 2],
    number: ['2022-0001', '2022-0002', null, null],
    class: [0, 1, 2, 0],
    status: [0, 0, 1, null],
    day: [0, 1, null, null],
    area: [0, 0, 0, 1],
  },
  edges: {
    from: [0, 0, 2, 3],
    to: [1, 2, 1, 0],
    bond: [0, 1, 2, 0],
    setting: [0, 0, 1, null],
    day: [0, 1, 1, null],
  },
  words: {
    kind: ['case', 'contact', 'outside'],
    bond: ['infector', 'contact', 'shared_place'],
    class: ['confirmed', 'asymptomatic', 'close'],
    status: ['open', 'reached'],
    day: ['2022-07-01', '2022-07-03'],
    area: ['140121', '1401'],
    setting: ['home', 'restaurant'],
  },
  outside: [{ node: 3, pseudonym: '~o', case: { classification: 'confirmed' } }],
  cut: { nodes: false, edges: true },
});

describe('a graph in columns', () => {
  it('becomes nodes that open their records, and those outside that open nothing', () => {
    expect(
      graph.nodes.map(({ key, kind, class: of, record, outside }) => [key, kind, of, record, outside]),
    ).toEqual([
      ['c1', 'case', 'confirmed', 'c1', undefined],
      ['c2', 'case', 'asymptomatic', 'c2', undefined],
      ['k1', 'contact', 'close', 'k1', undefined],
      ['~o', 'case', 'confirmed', undefined, true],
    ]);
    expect(graph.nodes[2]).not.toHaveProperty('on');
    expect(graph.truncated).toBe(true);
  });

  it('keeps who infected whom, and where', () => {
    expect([...descent(graph).infector]).toEqual([3, 0, -1, -1]);
    expect(settingsOf(graph)).toEqual([
      ['home', 2],
      ['restaurant', 1],
    ]);
    expect(graph.links[2]).toMatchObject({ kind: 'shared_place', started: '2022-07-03' });
  });
});
