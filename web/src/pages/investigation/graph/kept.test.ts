import { describe, expect, test } from 'vitest';
import { alike, around, moved, placed, widened, type Corner, type View } from './kept';

const SIZE = { width: 1000, height: 600 };
const view = (scale: number, x: number, y: number): View => ({
  matrix: [scale, 0, 0, 0, scale, 0, x, y, 1],
  ...SIZE,
});
/** Where a place is seen, in pixels from the lower left corner. */
const seen = (matrix: ArrayLike<number>, width: number, height: number, at: Corner): Corner => ({
  x: (((matrix[0] ?? 0) * at.x + (matrix[6] ?? 0) + 1) / 2) * width,
  y: (((matrix[4] ?? 0) * at.y + (matrix[7] ?? 0) + 1) / 2) * height,
});

describe('a drawing that is kept', () => {
  test('serves while the scale is the same', () => {
    expect(alike(view(2, 0, 0), view(2, 0.7, -3))).toBe(true);
    expect(alike(view(2, 0, 0), view(2.01, 0, 0))).toBe(false);
    expect(alike(view(2, 0, 0), { ...view(2, 0, 0), width: 999 })).toBe(false);
  });

  test('moves by whole pixels', () => {
    expect(moved(view(2, 0, 0), view(2, 0.2, -0.1))).toEqual({ x: 100, y: -30 });
    expect(moved(view(2, 0, 0), view(2, 0.0009, 0))).toMatchObject({ x: 0 });
  });

  test('has the view in its middle at first, and more room ahead when it moves on', () => {
    const margin = around(view(1, 0, 0));
    expect(margin).toEqual({ x: 250, y: 150 });
    expect(placed(view(1, 0, 0), { x: 0, y: 0 })).toEqual(margin);
    // What is shown moves to the right: what comes next lies to the left.
    const ahead = placed(view(1, 0, 0), { x: 300, y: -20 });
    expect(ahead.x).toBeGreaterThan(margin.x);
    expect(ahead.y).toBeLessThan(margin.y);
    for (const far of [-9_999, 9_999]) {
      const { x } = placed(view(1, 0, 0), { x: far, y: 0 });
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(2 * margin.x);
    }
  });

  test('shows every place where the view has it', () => {
    const one = view(1.5, 0.3, -0.2);
    const corner = { x: 437, y: 38 };
    const wide = widened(one, corner);
    for (const place of [
      { x: 0, y: 0 },
      { x: 0.4, y: -0.3 },
      { x: -0.9, y: 0.7 },
    ]) {
      const there = seen(wide, SIZE.width + 500, SIZE.height + 300, place);
      const here = seen(one.matrix, SIZE.width, SIZE.height, place);
      expect(there.x).toBeCloseTo(here.x + corner.x, 3);
      expect(there.y).toBeCloseTo(here.y + corner.y, 3);
    }
  });
});
