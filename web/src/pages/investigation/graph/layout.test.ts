import { describe, expect, it } from 'vitest';
import { layOut } from './layout';
import { descent } from './model';
import { Places } from './places';
import { planOf } from './plan';
import { sampleGraph } from './sample';

const graph = sampleGraph(400, 1600, 7);
const known = descent(graph);
const plan = planOf(graph, known);

describe.each(['generation', 'time'] as const)('the layout by %s', (kind) => {
  const placed = layOut(plan, kind);

  it('gives everybody a place within the picture', () => {
    for (let index = 0; index < graph.nodes.length; index += 1) {
      const [x, y] = [placed.x[index] ?? Number.NaN, placed.y[index] ?? Number.NaN];
      expect(x).toBeGreaterThanOrEqual(-8);
      expect(x).toBeLessThanOrEqual(placed.width + 8);
      expect(-y).toBeGreaterThanOrEqual(-8);
      expect(-y).toBeLessThanOrEqual(placed.height + 8);
    }
  });

  it('goes from left to right', () => {
    graph.nodes.forEach((node, index) => {
      const from = known.infector[index] ?? -1;
      if (node.kind !== 'case' || from < 0) return;
      if (kind === 'time' && (graph.nodes[from]?.on ?? '') >= (node.on ?? '')) return;
      expect(placed.x[from]).toBeLessThan(placed.x[index] ?? 0);
    });
    const values = placed.ticks.map(({ value }) => value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it('lets no two cases cover each other', () => {
    const places = new Places(placed.x, placed.y);
    const isCase = (index: number) => graph.nodes[index]?.kind === 'case';
    graph.nodes.forEach((node, index) => {
      if (node.kind !== 'case') return;
      const other = places.nearest(
        placed.x[index] ?? 0,
        placed.y[index] ?? 0,
        1.7,
        (near) => near !== index && isCase(near),
      );
      expect(other).toBe(-1);
    });
  });

  it('keeps contacts around a case that they met', () => {
    graph.nodes.forEach((node, index) => {
      const host = plan.host[index] ?? -1;
      if (node.kind === 'case') return;
      expect(host).toBeGreaterThanOrEqual(0);
      const far = Math.hypot(
        (placed.x[host] ?? 0) - (placed.x[index] ?? 0),
        (placed.y[host] ?? 0) - (placed.y[index] ?? 0),
      );
      expect(far).toBeLessThan(8);
    });
  });
});

describe('a layout', () => {
  it('has nothing to do for nobody', () => {
    const nobody = { nodes: [], links: [], truncated: false };
    const placed = layOut(planOf(nobody, descent(nobody)), 'time');
    expect(placed.x).toHaveLength(0);
    expect(placed.ticks).toEqual([]);
  });

  it('puts those without a day before all others, and loses no contact of nobody', () => {
    const some = {
      nodes: [
        { key: 'a', kind: 'case' as const, class: 'confirmed', on: '2022-07-05' },
        { key: 'b', kind: 'case' as const, class: 'confirmed' },
        { key: 'x', kind: 'contact' as const, class: 'close' },
        { key: 'y', kind: 'contact' as const, class: 'close' },
      ],
      links: [{ key: 'l', from: 2, to: 3, kind: 'meal', setting: '', transmission: false }],
      truncated: false,
    };
    const placed = layOut(planOf(some, descent(some)), 'time');
    expect(placed.x[1]).toBeLessThan(placed.x[0] ?? 0);
    expect([...placed.x, ...placed.y].some(Number.isNaN)).toBe(false);
    expect(placed.ticks[0]?.value).toBeNaN();
  });
});

describe('places', () => {
  const places = new Places(Float32Array.of(0, 10, -30), Float32Array.of(0, -10, 5));

  it('finds the nearest within reach', () => {
    expect(places.nearest(9, -9, 3)).toBe(1);
    expect(places.nearest(5, -5, 3)).toBe(-1);
    expect(places.nearest(0.4, 0, 3, (index) => index !== 0)).toBe(-1);
  });

  it('finds what is within a box, large or small', () => {
    expect([...places.within({ left: -1, right: 11, low: -11, high: 1 })].sort()).toEqual([0, 1]);
    expect([...places.within({ left: -1e6, right: 1e6, low: -1e6, high: 1e6 })].sort()).toEqual([0, 1, 2]);
  });
});
