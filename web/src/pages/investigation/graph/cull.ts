// What can be seen of a part of the picture: a processor without a graphics chip takes as long for a line that lies
// outside as for one that is drawn, and a look at its ends takes a hundredth of that. Pure.
import type { Box } from './places';

/** The box of places that a view shows; nothing where it is turned. */
export function boxOf(matrix: ArrayLike<number>): Box | undefined {
  const [across, aslant, slant, up, x, y] = [0, 1, 3, 4, 6, 7].map((at) => matrix[at] ?? 0) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (aslant !== 0 || slant !== 0 || across <= 0 || up <= 0) return undefined;
  return {
    left: (-1 - x) / across,
    right: (1 - x) / across,
    low: (-1 - y) / up,
    high: (1 - y) / up,
  };
}

/** Writes the numbers of the points within a box, each `stride` numbers that begin with its place; says how many. */
export function pointsWithin(points: Float32Array, stride: number, box: Box, into: Uint32Array): number {
  let found = 0;
  for (let at = 0, index = 0; at < points.length; at += stride, index += 1) {
    const [x, y] = [points[at] as number, points[at + 1] as number];
    if (x < box.left || x > box.right || y < box.low || y > box.high) continue;
    into[found] = index;
    found += 1;
  }
  return found;
}

/** Writes the numbers of both ends of the lines that cross a box, of `count` lines from `first` on, behind the `found`
 * that are there already; says how many there are then. */
export function linesWithin(
  ends: Float32Array,
  stride: number,
  { first, count }: { first: number; count: number },
  { left, right, low, high }: Box,
  into: Uint32Array,
  found: number,
): number {
  let next = found;
  for (let line = first; line < first + count; line += 1) {
    const at = line * 2 * stride;
    const [ax, ay] = [ends[at] as number, ends[at + 1] as number];
    const [bx, by] = [ends[at + stride] as number, ends[at + stride + 1] as number];
    if ((ax < left && bx < left) || (ax > right && bx > right)) continue;
    if ((ay < low && by < low) || (ay > high && by > high)) continue;
    // A long line may pass by a corner: then all four lie on one side of it.
    const [dx, dy] = [bx - ax, by - ay];
    const lowLeft = dx * (low - ay) - dy * (left - ax);
    const lowRight = dx * (low - ay) - dy * (right - ax);
    const highLeft = dx * (high - ay) - dy * (left - ax);
    const highRight = dx * (high - ay) - dy * (right - ax);
    if (lowLeft > 0 && lowRight > 0 && highLeft > 0 && highRight > 0) continue;
    if (lowLeft < 0 && lowRight < 0 && highLeft < 0 && highRight < 0) continue;
    into[next] = line * 2;
    into[next + 1] = line * 2 + 1;
    next += 2;
  }
  return next;
}
