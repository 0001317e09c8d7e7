// Where everybody stands in the picture: by generation, or by time. Pure, and quick enough for tens of thousands; run
// in a worker all the same (`layout.worker.ts`), so that the page answers meanwhile.

/** What is laid out, without words: columns of numbers go to a worker for nothing. */
export interface Plan {
  /** 1 for a case, 0 for what stands around one. */
  core: Uint8Array;
  /** The infector of each; -1 where none is known. */
  infector: Int32Array;
  /** Steps from the first case known; -1 for what is no case. */
  generation: Int32Array;
  /** 1 for who has infected somebody. */
  infects: Uint8Array;
  /** Days since 1970; NaN where no day is known. */
  day: Float64Array;
  /** Around whom what is no case stands; -1 where around nobody. */
  host: Int32Array;
}

export type LayoutKind = 'generation' | 'time';

export interface Tick {
  /** Where it stands. */
  x: number;
  /** Generation, or days since 1970; NaN for those without a day. */
  value: number;
}

export interface Placed {
  x: Float32Array;
  y: Float32Array;
  ticks: Tick[];
  /** What the picture takes. */
  width: number;
  height: number;
}

/** Width to height of a picture that fills a screen. */
const ASPECT = 1.8;
/** Steps in which the height is found that makes the picture as wide as that. */
const TRIES = 7;
/** Room of a case by itself, and of one around it. */
const CASE_ROOM = 2.4;
const AROUND_ROOM = 0.78;
/** How much at most a low picture is drawn out. */
const MOST_STRETCH = 5;
/** Room that bands of several columns leave, so that they can follow their neighbours up and down. */
const SLACK = 1.3;
/** The angle that fills a disc evenly. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

export function layOut(plan: Plan, kind: LayoutKind): Placed {
  const count = plan.core.length;
  const around = hosted(plan);
  const band = new Float64Array(count).fill(Number.NaN);
  const inBand = new Map<number, number[]>();
  for (const index of order(plan)) {
    const value =
      kind === 'generation' ? generationOf(plan, index) : Math.floor(plan.day[index] ?? Number.NaN);
    // What has no day stands before all that has one.
    const key = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
    band[index] = key;
    const list = inBand.get(key);
    if (list) list.push(index);
    else inBand.set(key, [index]);
  }
  const reach = (index: number) => CASE_ROOM / 2 + AROUND_ROOM * Math.sqrt(around[index]?.length ?? 0);
  const bands = [...inBand].sort((a, b) => a[0] - b[0]);
  let low = 8;
  let high = bands.reduce(
    (most, [, list]) =>
      Math.max(
        most,
        list.reduce((sum, index) => sum + 2 * reach(index), 0),
      ),
    8,
  );
  let shape = arrange(bands, reach, high, kind);
  for (let turn = 0; turn < TRIES && high > low * 1.1; turn += 1) {
    const middle = Math.sqrt(low * high);
    const tried = arrange(bands, reach, middle, kind);
    if (tried.width > tried.height * ASPECT) low = middle;
    else {
      high = middle;
      shape = tried;
    }
  }
  level(shape, plan);
  // A picture of few is wide and low: more room from one to the next lets their numbers be read.
  const stretch = Math.min(Math.max(shape.width / ASPECT / shape.height, 1), MOST_STRETCH);
  const x = new Float32Array(count).fill(Number.NaN);
  const y = new Float32Array(count).fill(Number.NaN);
  const ticks: Tick[] = [];
  shape.blocks.forEach((block, at) => {
    const left = shape.lefts[at] ?? 0;
    ticks.push({ x: left + block.width / 2, value: Number.isFinite(block.value) ? block.value : Number.NaN });
    for (const { index, dx, y: down } of block.places) {
      x[index] = left + dx;
      y[index] = -down * stretch;
    }
  });
  placeAround(plan, around, x, y);
  return { x, y, ticks, width: shape.width, height: shape.height * stretch };
}

interface Shape {
  blocks: ({ value: number } & Block)[];
  /** Where each block begins. */
  lefts: number[];
  width: number;
  height: number;
}

/** Bands side by side, none higher than `most` unless a single one of it is. */
function arrange(
  bands: [number, number[]][],
  reach: (index: number) => number,
  most: number,
  kind: LayoutKind,
): Shape {
  const blocks = bands.map(([value, list]) => ({ value, ...stack(list, reach, most) }));
  const height = blocks.reduce((tallest, block) => Math.max(tallest, block.height), 1);
  const lefts = kind === 'generation' ? evenly(blocks) : byDay(blocks, height);
  const width = blocks.reduce((right, block, at) => Math.max(right, (lefts[at] ?? 0) + block.width), 0);
  return { blocks, lefts, width, height };
}

/** The band of those whom nobody is known to have infected and who have infected nobody: before all chains. */
export const ALONE = -1;

function generationOf({ generation, infector, infects }: Plan, index: number): number {
  const step = generation[index] ?? 0;
  return step <= 0 && (infector[index] ?? -1) < 0 && !infects[index] ? ALONE : step;
}

/** Who stands around each, by when they met; what has no case around it stands by itself. */
function hosted({ core, host }: Plan): number[][] {
  const around: number[][] = Array.from({ length: core.length }, () => []);
  host.forEach((at, index) => {
    if (at >= 0 && !core[index]) around[at]?.push(index);
  });
  return around;
}

/** Those who get a place of their own, each chain together: parents before children, greatest chain first. */
function order({ core, infector, generation, host, day }: Plan): number[] {
  const count = core.length;
  const own = (index: number) =>
    core[index] === 1 || (generation[index] ?? -1) >= 0 || (host[index] ?? -1) < 0;
  const size = new Int32Array(count).fill(1);
  const byDepth = Array.from({ length: count }, (_, index) => index)
    .filter(own)
    .sort((a, b) => (generation[b] ?? 0) - (generation[a] ?? 0));
  const children = new Map<number, number[]>();
  for (const index of byDepth) {
    const from = infector[index] ?? -1;
    if (from < 0) continue;
    size[from] = (size[from] ?? 1) + (size[index] ?? 1);
    const list = children.get(from);
    if (list) list.push(index);
    else children.set(from, [index]);
  }
  const roots = byDepth.filter((index) => (infector[index] ?? -1) < 0);
  roots.sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0) || a - b);
  const found: number[] = [];
  for (const root of roots) {
    const todo = [root];
    while (todo.length > 0) {
      const at = todo.pop();
      if (at === undefined) break;
      found.push(at);
      const below = children.get(at) ?? [];
      below.sort((a, b) => later(day, a, b));
      todo.push(...below);
    }
  }
  return found;
}

/** The later one first; what has no day counts as latest. */
function later(day: Float64Array, a: number, b: number): number {
  const of = (index: number) =>
    Number.isNaN(day[index] ?? Number.NaN) ? Number.MAX_SAFE_INTEGER : (day[index] ?? 0);
  return of(b) - of(a) || b - a;
}

interface Block {
  places: { index: number; dx: number; y: number }[];
  columns: number;
  width: number;
  height: number;
}

/**
 * One band: from top to bottom, in as many columns as keep it from being too high. Each goes to the shortest column, so
 * that who comes first stands above, and lines between bands run level instead of across.
 */
function stack(list: readonly number[], reach: (index: number) => number, most: number): Block {
  const total = list.reduce((sum, index) => sum + 2 * reach(index), 0);
  const columns = Array.from({ length: Math.max(1, Math.ceil((total * SLACK) / most)) }, () => ({
    down: 0,
    width: 0,
  }));
  const placed = list.map((index) => {
    const r = reach(index);
    const column = columns.reduce((least, one) => (one.down < least.down ? one : least));
    const y = column.down + r;
    column.down += 2 * r;
    column.width = Math.max(column.width, 2 * r);
    return { index, column, y };
  });
  const middles = new Map<(typeof columns)[number], number>();
  let left = 0;
  for (const column of columns) {
    middles.set(column, left + column.width / 2);
    left += column.width;
  }
  return {
    places: placed.map(({ index, column, y }) => ({ index, dx: middles.get(column) ?? 0, y })),
    columns: columns.length,
    width: left,
    height: columns.reduce((tallest, { down }) => Math.max(tallest, down), 0),
  };
}

/**
 * Moves those of narrow bands up or down to where their infectors are, or, before the widest band, their offspring:
 * lines run level then. Their order and the room between them stay.
 */
function level({ blocks, height }: Shape, { infector }: Plan): void {
  const at = new Map<number, number>();
  const keep = (block: Block) => {
    for (const { index, y } of block.places) at.set(index, y);
  };
  const offspring = new Map<number, number[]>();
  for (const { places } of blocks) {
    for (const { index } of places) {
      const from = infector[index] ?? -1;
      if (from >= 0) offspring.set(from, [...(offspring.get(from) ?? []), index]);
    }
  }
  const tallest = blocks.reduce((most, block, index) => (sum(block) > sum(blocks[most]) ? index : most), 0);
  const settle = (block: Block | undefined, wanted: (index: number) => number | undefined) => {
    if (!block) return;
    spread(block, height, wanted);
    keep(block);
  };
  const byInfector = (index: number) => at.get(infector[index] ?? -1);
  const byOffspring = (index: number) => {
    const known = (offspring.get(index) ?? []).flatMap((one) => at.get(one) ?? []);
    return known.length > 0 ? known.reduce((a, b) => a + b) / known.length : undefined;
  };
  settle(blocks[tallest], () => undefined);
  for (let index = tallest - 1; index >= 0; index -= 1) settle(blocks[index], byOffspring);
  for (let index = tallest + 1; index < blocks.length; index += 1) settle(blocks[index], byInfector);
}

const sum = (block: Block | undefined): number => (block ? block.height * block.columns : 0);

/** Places a band as near as can be to where each is wanted, in the order that it has (pooling those who would pass). */
function spread(block: Block, height: number, wanted: (index: number) => number | undefined): void {
  const { places } = block;
  const middle = (height - block.height) / 2;
  // With all room between taken away, who comes later must only not stand above.
  const pools: { mean: number; count: number }[] = [];
  for (const { index, y } of places) {
    pools.push({ mean: (wanted(index) ?? y + middle) - y, count: 1 });
    for (;;) {
      const [above, last] = [pools.at(-2), pools.at(-1)];
      if (!above || !last || above.mean <= last.mean) break;
      const count = above.count + last.count;
      pools.splice(-2, 2, { mean: (above.mean * above.count + last.mean * last.count) / count, count });
    }
  }
  const shifts = pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
  const lowest = Math.max(0, height - block.height);
  places.forEach((place, at) => {
    place.y += Math.min(Math.max(shifts[at] ?? 0, 0), lowest);
  });
}

/** Bands one after the other, with room for the lines between them. */
function evenly(blocks: Block[]): number[] {
  let left = 0;
  return blocks.map((block) => {
    const at = left;
    left += block.width + Math.max(8, block.width * 0.35);
    return at;
  });
}

/** Days as far from each other as they are; what has no day stands before them. */
function byDay(blocks: ({ value: number } & Block)[], height: number): number[] {
  const dated = blocks.filter(({ value }) => Number.isFinite(value));
  const first = dated[0]?.value ?? 0;
  const span = (dated.at(-1)?.value ?? first) - first + 1;
  const widest = dated.reduce((most, block) => Math.max(most, block.width), 0);
  const perDay = Math.max(widest * 1.04, Math.min((height * ASPECT) / Math.max(span, 4), 24));
  const undated = blocks.find(({ value }) => !Number.isFinite(value));
  const start = undated ? undated.width + 8 : 0;
  return blocks.map(({ value, width }) =>
    Number.isFinite(value) ? start + (value - first) * perDay + (perDay - width) / 2 : 0,
  );
}

/** Fills a disc around each host, those first who are first in the list; around those, again. */
function placeAround({ core }: Plan, around: number[][], x: Float32Array, y: Float32Array): void {
  const todo = Array.from(core.keys()).filter((index) => !Number.isNaN(x[index]));
  while (todo.length > 0) {
    const host = todo.pop();
    if (host === undefined) break;
    (around[host] ?? []).forEach((index, at) => {
      if (!Number.isNaN(x[index])) return;
      const r = CASE_ROOM / 2 + AROUND_ROOM * Math.sqrt(at + 0.5);
      const angle = at * GOLDEN + host * 0.7;
      x[index] = (x[host] ?? 0) + r * Math.cos(angle);
      y[index] = (y[host] ?? 0) + r * Math.sin(angle);
      todo.push(index);
    });
  }
  // Circles of hosts that no case is in: nowhere better than at the origin.
  for (let index = 0; index < x.length; index += 1) {
    if (Number.isNaN(x[index])) {
      x[index] = 0;
      y[index] = 0;
    }
  }
}
