import { describe, expect, it } from 'vitest';
import { around, planeOf, ringsOf } from './geometry';

const SQUARE = [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 0],
];

describe('boundaries', () => {
  it('are drawn from polygons of one or many parts', () => {
    expect(ringsOf({ type: 'Polygon', coordinates: [SQUARE] })).toEqual([SQUARE]);
    expect(ringsOf({ type: 'MultiPolygon', coordinates: [[SQUARE], [SQUARE]] })).toHaveLength(2);
  });
  it.each([
    null,
    'x',
    {},
    { type: 'Point', coordinates: [1, 2] },
    { type: 'Polygon', coordinates: [[['a']]] },
  ])('have no rings in %j', (geometry) => expect(ringsOf(geometry)).toEqual([]));
  it('fit into a plane with north up', () => {
    const plane = planeOf([0, -1, 2, 1], 200);
    expect(plane.height).toBeCloseTo(200);
    expect(
      plane.path([
        [
          [0, 1],
          [2, 1],
          [2, -1],
          [0, 1],
        ],
      ]),
    ).toBe('M0.0 0.0L200.0 0.0L200.0 200.0L0.0 0.0Z');
  });
  it('lie in the box around all of them', () => {
    expect(
      around([
        [0, 0, 1, 1],
        [-1, 2, 0, 3],
      ]),
    ).toEqual([-1, 0, 1, 3]);
    expect(around([[Number.NaN, 0, 1, 1]])).toBeUndefined();
  });
});
