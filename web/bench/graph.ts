// The page that `graph.mjs` measures: the picture of the console with a made outbreak.
import { layOut, type LayoutKind } from '@/pages/investigation/graph/layout';
import { descent } from '@/pages/investigation/graph/model';
import { Picture } from '@/pages/investigation/graph/picture';
import { planOf } from '@/pages/investigation/graph/plan';
import { sampleGraph } from '@/pages/investigation/graph/sample';

/** Frames before the first that is counted. */
const WARM_UP = 10;
/** Circles of a hand that drags: how far from the middle, and how many frames for one round. */
const REACH = 0.12;
const ROUND = 60;

/** Until labels are there, in milliseconds. */
const RESTED = 600;

interface Drawn {
  nodes: number;
  links: number;
  layout_ms: number;
  first_frame_ms: number;
}
interface Panned {
  frames: number;
  median_ms: number;
  p95_ms: number;
  worst_ms: number;
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
const round = (value: number) => Math.round(value * 10) / 10;
const told = {
  choose: () => undefined,
  hover: () => undefined,
  open: () => undefined,
  view: () => undefined,
};
let picture: Picture | undefined;

async function draw(cases: number, contacts: number, kind: LayoutKind): Promise<Drawn> {
  const container = document.getElementById('graph');
  if (!container) throw new Error('no container');
  const graph = sampleGraph(cases, contacts);
  const known = descent(graph);
  const plan = planOf(graph, known);
  const asked = performance.now();
  const placed = layOut(plan, kind);
  const laidOut = performance.now();
  picture = new Picture(container, told, true);
  picture.look('light', { unlinked: false });
  picture.show({ graph, descent: known, kind, placed });
  await nextFrame();
  await nextFrame();
  return {
    nodes: graph.nodes.length,
    links: graph.links.length,
    layout_ms: round(laidOut - asked),
    first_frame_ms: round(performance.now() - laidOut),
  };
}

async function pan(ratio: number, frames: number): Promise<Panned> {
  const times: number[] = [];
  // A hand begins in a view that is at rest, with all that can be read there.
  picture?.pan(0.5 + REACH, 0.5, ratio);
  await new Promise((resolve) => {
    setTimeout(resolve, RESTED);
  });
  let last = await nextFrame();
  for (let frame = 0; frame < WARM_UP + frames; frame += 1) {
    const angle = (frame / ROUND) * 2 * Math.PI;
    picture?.pan(0.5 + REACH * Math.cos(angle), 0.5 + REACH * Math.sin(angle), ratio);
    // oxlint-disable-next-line no-await-in-loop -- one frame after the other is what is measured
    const now = await nextFrame();
    if (frame >= WARM_UP) times.push(now - last);
    last = now;
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => round(times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0);
  return { frames: WARM_UP + frames, median_ms: at(0.5), p95_ms: at(0.95), worst_ms: at(1) };
}

Object.assign(window, { draw, pan });
