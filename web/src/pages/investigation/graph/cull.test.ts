import { describe, expect, test } from 'vitest';
import { boxOf, linesWithin, pointsWithin } from './cull';

const BOX = { left: 0, right: 10, low: 0, high: 10 };
/** A line as the buffers have it: place and colour of both ends. */
const line = (ax: number, ay: number, bx: number, by: number) => [ax, ay, 0, bx, by, 0];

describe('what can be seen', () => {
  test('a view shows the places that its matrix brings into it', () => {
    // Twice as large, moved by half a view to the right and a quarter down.
    expect(boxOf([2, 0, 0, 0, 2, 0, 1, -0.5, 1])).toEqual({ left: -1, right: 0, low: -0.25, high: 0.75 });
    expect(boxOf([1, 0.5, 0, -0.5, 1, 0, 0, 0, 1]), 'turned').toBeUndefined();
  });

  test('points within, in the order of the buffer', () => {
    const points = Float32Array.from([5, 5, 0, 11, 5, 0, 0, 10, 0, 5, -1, 0]);
    const into = new Uint32Array(4);
    expect(pointsWithin(points, 3, BOX, into)).toBe(2);
    expect([...into.subarray(0, 2)]).toEqual([0, 2]);
  });

  test.each([
    ['inside', line(1, 1, 2, 2), true],
    ['across, both ends outside', line(-5, 5, 15, 6), true],
    ['one end inside', line(5, 5, 50, 50), true],
    ['cutting a corner', line(-1, 8, 3, 12), true],
    ['beside it', line(-5, 1, -1, 9), false],
    ['above it', line(-5, 11, 15, 12), false],
    ['past a corner', line(-5, 8, 3, 16), false],
    ['past a corner, the other way round', line(3, 16, -5, 8), false],
  ])('a line %s', (_, ends, seen) => {
    const into = new Uint32Array(2);
    expect(linesWithin(Float32Array.from(ends), 3, { first: 0, count: 1 }, BOX, into, 0)).toBe(seen ? 2 : 0);
  });

  test('only the lines asked for are looked at, and written behind those found before', () => {
    const ends = Float32Array.from([...line(1, 1, 2, 2), ...line(3, 3, 4, 4), ...line(5, 5, 6, 6)]);
    const into = new Uint32Array(6);
    expect(linesWithin(ends, 3, { first: 1, count: 1 }, BOX, into, 2)).toBe(4);
    expect([...into]).toEqual([0, 0, 2, 3, 0, 0]);
  });
});
