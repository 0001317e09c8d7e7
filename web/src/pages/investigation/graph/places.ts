// Who is where: finds the nearest node to a point, and those within a view, by squares of a grid. Pure.
export interface Box {
  left: number;
  right: number;
  low: number;
  high: number;
}

export class Places {
  readonly #squares = new Map<number, number[]>();

  constructor(
    readonly x: Float32Array,
    readonly y: Float32Array,
    readonly side = 4,
  ) {
    for (let index = 0; index < x.length; index += 1) {
      const key = this.#key(this.#of(x[index] ?? 0), this.#of(y[index] ?? 0));
      const list = this.#squares.get(key);
      if (list) list.push(index);
      else this.#squares.set(key, [index]);
    }
  }

  /** The nearest node within reach that `allowed` lets through; -1 without one. */
  nearest(x: number, y: number, reach: number, allowed: (index: number) => boolean = () => true): number {
    let found = -1;
    let best = reach * reach;
    for (const index of this.within({ left: x - reach, right: x + reach, low: y - reach, high: y + reach })) {
      const far = ((this.x[index] ?? 0) - x) ** 2 + ((this.y[index] ?? 0) - y) ** 2;
      if (far > best || !allowed(index)) continue;
      best = far;
      found = index;
    }
    return found;
  }

  /** Nodes within a box, square by square. */
  *within({ left, right, low, high }: Box): Generator<number> {
    const columns = this.#of(right) - this.#of(left) + 1;
    const rows = this.#of(high) - this.#of(low) + 1;
    if (columns * rows > this.#squares.size) {
      for (const list of this.#squares.values())
        yield* list.filter((index) => this.#inside(index, left, right, low, high));
      return;
    }
    for (let column = this.#of(left); column <= this.#of(right); column += 1) {
      for (let row = this.#of(low); row <= this.#of(high); row += 1) {
        for (const index of this.#squares.get(this.#key(column, row)) ?? []) {
          if (this.#inside(index, left, right, low, high)) yield index;
        }
      }
    }
  }

  #inside(index: number, left: number, right: number, low: number, high: number): boolean {
    const [x, y] = [this.x[index] ?? 0, this.y[index] ?? 0];
    return x >= left && x <= right && y >= low && y <= high;
  }

  #of(value: number): number {
    return Math.floor(value / this.side);
  }

  /** Pairs of whole numbers, positive or not, as one. */
  #key(column: number, row: number): number {
    return (column + 0x100000) * 0x200000 + (row + 0x100000);
  }
}
