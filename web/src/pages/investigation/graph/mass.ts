// All nodes and links of the picture as one layer of Sigma's: two buffers, two calls. Sigma's own programs take a second
// for so many on a processor without a graphics chip; they draw what is in focus, above this layer.
import type { Sigma } from 'sigma';
import { boxOf, linesWithin, pointsWithin } from './cull';
import { Kept, type View } from './kept';
import type { Box } from './places';

/** Shapes, so that colour is never the only sign. */
export const SHAPES = { disc: 0, ring: 1, diamond: 2, square: 3, marked: 4 } as const;
export type Shape = keyof typeof SHAPES;

export interface Marks {
  /** Colour of each node, and of each link, as `rgba()` words: see `packed`. */
  node: Uint32Array;
  link: Uint32Array;
  /** Width of each node, in units of the layout. */
  size: Float32Array;
  shape: Uint8Array;
}

export interface Drawing extends Marks {
  x: Float32Array;
  y: Float32Array;
  /** Ends of each link. */
  from: Int32Array;
  to: Int32Array;
  /** 1 for links that are drawn first, beneath the others. */
  first: Uint8Array;
}

/** Red, green, blue and opacity in one word, as the buffers have it: multiplied, as Sigma blends. */
export function packed(hex: string, opacity = 1): number {
  const level = (at: number) => Math.round(Number.parseInt(hex.slice(at, at + 2), 16) * opacity);
  return ((Math.round(opacity * 255) << 24) | (level(5) << 16) | (level(3) << 8) | level(1)) >>> 0;
}

/** Red, green and blue from 0 to 1. */
export const shares = (hex: string): [number, number, number] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];

/** Nodes and links in view from which a drawing is kept: below, it is drawn as quickly as it is copied. */
const MUCH = 20_000;
/** The widest mark, in pixels. */
const WIDEST = 30;

/** Width of a node in pixels at so many pixels a unit: never lost, never huge. */
export const pixelsOf = (size: number, scale: number): number =>
  Math.min(WIDEST, Math.max(size < 1.2 ? 1.6 : 2.6, size * scale));

/** Lines are mixed with the ground beforehand: thousands that are blended over each other take twice the time. */
const LINK_VERTEX = `#version 300 es
in vec2 place;
in vec4 colour;
uniform mat3 matrix;
uniform vec3 ground;
uniform float strength;
flat out vec3 tint;
void main() {
  gl_Position = vec4((matrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  tint = colour.rgb * strength + ground * (1.0 - colour.a * strength);
}`;
const LINK_FRAGMENT = `#version 300 es
precision mediump float;
flat in vec3 tint;
layout(location = 0) out vec4 outcome;
void main() {
  outcome = vec4(tint, 1.0);
}`;
const NODE_VERTEX = `#version 300 es
in vec2 place;
in vec4 colour;
in float size;
in float shape;
uniform mat3 matrix;
uniform float scale;
uniform float density;
uniform float strength;
out vec4 tint;
flat out float form;
flat out float width;
void main() {
  gl_Position = vec4((matrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  width = clamp(size * scale, size < 1.2 ? 1.6 : 2.6, ${WIDEST.toFixed(1)}) * density;
  gl_PointSize = width;
  tint = colour * strength;
  form = width < 5.0 ? 3.0 : shape;
}`;
const NODE_FRAGMENT = `#version 300 es
precision mediump float;
in vec4 tint;
flat in float form;
flat in float width;
layout(location = 0) out vec4 outcome;
void main() {
  if (form == 3.0) {
    outcome = tint;
    return;
  }
  vec2 at = abs(gl_PointCoord - 0.5) * width;
  float edge = width * 0.5;
  float far = form == 2.0 ? (at.x + at.y) : length(at);
  float cover = clamp(edge - far, 0.0, 1.0);
  if (form == 1.0) cover *= clamp(far - edge * 0.5, 0.0, 1.0);
  if (form == 4.0) cover *= 1.0 - clamp(far - edge * 0.45, 0.0, 1.0) * clamp(edge * 0.78 - far, 0.0, 1.0);
  outcome = tint * cover;
}`;

/** A link shorter than this, in pixels, is hidden by the marks at its ends. */
const COVERED = 2.1;

/** How many of lengths that fall are at least so long. */
export function visible(lengths: Float32Array, least: number): number {
  let [low, high] = [0, lengths.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lengths[middle] ?? 0) >= least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Numbers of a link's end: place, colour. */
const LINK_WIDTH = 3;
/** Numbers of a node: place, colour, size, shape. */
const NODE_WIDTH = 5;

export class Mass {
  /** How strongly it is drawn: weaker while something is in focus. */
  strength = 1;
  /** The colour behind it: red, green, blue from 0 to 1. */
  ground: [number, number, number] = [1, 1, 1];
  #drawing: Drawing | undefined;
  #stale = false;
  /** Links that lie beneath, then those above; the longest first. */
  #batches: { lengths: Float32Array }[] = [];
  /** What lies in the buffers. */
  #lines = new Float32Array();
  #points = new Float32Array();

  constructor(readonly renderer: Sigma) {
    renderer.addCustomLayerProgram('mass', 'edges', (gl) => this.#program(gl));
  }

  show(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#stale = true;
  }

  #program(gl: WebGL2RenderingContext): Layer {
    const links = part(gl, LINK_VERTEX, LINK_FRAGMENT);
    const nodes = part(gl, NODE_VERTEX, NODE_FRAGMENT);
    const bytes = Float32Array.BYTES_PER_ELEMENT;
    attribute(gl, links, 'place', 2, LINK_WIDTH * bytes, 0);
    attribute(gl, links, 'colour', 4, LINK_WIDTH * bytes, 2 * bytes);
    attribute(gl, nodes, 'place', 2, NODE_WIDTH * bytes, 0);
    attribute(gl, nodes, 'colour', 4, NODE_WIDTH * bytes, 2 * bytes);
    attribute(gl, nodes, 'size', 1, NODE_WIDTH * bytes, 3 * bytes);
    attribute(gl, nodes, 'shape', 1, NODE_WIDTH * bytes, 4 * bytes);
    // A context that was lost and came back begins with empty buffers.
    this.#stale = true;
    const kept = new Kept(gl);
    let look = '';
    const viewOf = ({ matrix }: Rendered): View => ({
      matrix,
      width: gl.drawingBufferWidth,
      height: gl.drawingBufferHeight,
    });
    const elements = { links: gl.createBuffer(), nodes: gl.createBuffer() };
    let numbers = new Uint32Array();
    const reserve = (most: number) => {
      if (numbers.length < most) numbers = new Uint32Array(most);
    };
    /** Draws those whose numbers have been written. */
    const drawSome = (kind: number, buffer: WebGLBuffer, count: number) => {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, numbers.subarray(0, count), gl.STREAM_DRAW);
      gl.drawElements(kind, count, gl.UNSIGNED_INT, 0);
    };
    /** The links that are seen at this scale, of each batch. */
    const seen = () => {
      const scale = this.renderer.getGraphToViewportRatio();
      let first = 0;
      return this.#batches.map(({ lengths }) => {
        const some = { first, count: visible(lengths, COVERED / scale) };
        first += lengths.length;
        return some;
      });
    };
    const chooseLinks = (box: Box) => {
      reserve(this.#lines.length / LINK_WIDTH);
      return seen().reduce(
        (found, some) => linesWithin(this.#lines, LINK_WIDTH, some, box, numbers, found),
        0,
      );
    };
    const chooseNodes = (box: Box) => {
      reserve(this.#points.length / NODE_WIDTH);
      return pointsWithin(this.#points, NODE_WIDTH, box, numbers);
    };
    /** Draws what shows in a view of so many pixels. */
    const draw = (matrix: Float32Array, density: number) => {
      const box = boxOf(matrix);
      gl.useProgram(links.program);
      gl.uniformMatrix3fv(links.uniform('matrix'), false, matrix);
      gl.uniform1f(links.uniform('strength'), this.strength);
      gl.uniform3f(links.uniform('ground'), ...this.ground);
      gl.bindVertexArray(links.array);
      gl.disable(gl.BLEND);
      const scale = this.renderer.getGraphToViewportRatio();
      if (box) drawSome(gl.LINES, elements.links, chooseLinks(box));
      else for (const { first, count } of seen()) gl.drawArrays(gl.LINES, first * 2, count * 2);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      gl.useProgram(nodes.program);
      gl.uniformMatrix3fv(nodes.uniform('matrix'), false, matrix);
      gl.uniform1f(nodes.uniform('scale'), scale);
      gl.uniform1f(nodes.uniform('density'), density);
      gl.uniform1f(nodes.uniform('strength'), this.strength ** 0.5);
      gl.bindVertexArray(nodes.array);
      if (box) drawSome(gl.POINTS, elements.nodes, chooseNodes(box));
      else gl.drawArrays(gl.POINTS, 0, this.#points.length / NODE_WIDTH);
      gl.bindVertexArray(null);
    };
    return {
      preRender: (params) => {
        if (!this.#drawing) return;
        if (this.#stale) {
          this.#fill(gl, links, nodes, this.#drawing);
          kept.forget();
        }
        const now = `${this.strength} ${this.ground.join()}`;
        if (now !== look) kept.forget();
        look = now;
        const box = boxOf(params.matrix);
        const worth = box !== undefined && chooseNodes(box) + chooseLinks(box) / 2 > MUCH;
        kept.prepare(viewOf(params), worth, (matrix) => draw(matrix, params.pixelRatio));
      },
      render: (params) => {
        if (this.#drawing && !kept.show(viewOf(params))) draw(params.matrix, params.pixelRatio);
      },
      kill: () => {
        kept.kill();
        gl.deleteBuffer(elements.links);
        gl.deleteBuffer(elements.nodes);
        for (const { program, buffer, array } of [links, nodes]) {
          gl.deleteProgram(program);
          gl.deleteBuffer(buffer);
          gl.deleteVertexArray(array);
        }
      },
    };
  }

  #fill(gl: WebGL2RenderingContext, links: Part, nodes: Part, drawing: Drawing): void {
    const frame = this.renderer.getNormalizationFunction();
    const { x, y, from, to, first, node, link, size, shape } = drawing;
    const place = new Float32Array(x.length * 2);
    for (let index = 0; index < x.length; index += 1) {
      const at = frame({ x: x[index] ?? 0, y: y[index] ?? 0 });
      place[index * 2] = at.x;
      place[index * 2 + 1] = at.y;
    }
    const lines = new Float32Array(from.length * 2 * LINK_WIDTH);
    const lineWords = new Uint32Array(lines.buffer);
    const length = (index: number) => {
      const [a, b] = [from[index] ?? 0, to[index] ?? 0];
      return Math.hypot((x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0));
    };
    const batches = [1, 0].map((beneath) => {
      const order = [...first.keys()].filter((index) => first[index] === beneath);
      const lengths = Float32Array.from(order, length);
      const sorted = [...order.keys()].sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
      return {
        order: sorted.map((at) => order[at] ?? 0),
        lengths: Float32Array.from(sorted, (at) => lengths[at] ?? 0),
      };
    });
    let line = 0;
    this.#batches = batches;
    for (const { order } of batches) {
      for (const index of order) {
        for (const who of [from[index] ?? 0, to[index] ?? 0]) {
          lines[line] = place[who * 2] ?? 0;
          lines[line + 1] = place[who * 2 + 1] ?? 0;
          lineWords[line + 2] = link[index] ?? 0;
          line += LINK_WIDTH;
        }
      }
    }
    const points = new Float32Array(x.length * NODE_WIDTH);
    const pointWords = new Uint32Array(points.buffer);
    for (let index = 0; index < x.length; index += 1) {
      const at = index * NODE_WIDTH;
      points[at] = place[index * 2] ?? 0;
      points[at + 1] = place[index * 2 + 1] ?? 0;
      pointWords[at + 2] = node[index] ?? 0;
      points[at + 3] = size[index] ?? 1;
      points[at + 4] = shape[index] ?? 0;
    }
    [this.#lines, this.#points] = [lines, points];
    for (const [{ buffer }, data] of [[links, lines] as const, [nodes, points] as const]) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
    this.#stale = false;
  }
}

/** What Sigma asks of a layer. */
interface Layer {
  preRender: (params: Rendered) => void;
  render: (params: Rendered) => void;
  kill: () => void;
}

/** What a layer is told of a frame, as far as it matters here. */
interface Rendered {
  matrix: Float32Array;
  pixelRatio: number;
}

interface Part {
  program: WebGLProgram;
  buffer: WebGLBuffer;
  array: WebGLVertexArrayObject;
  uniform: (name: string) => WebGLUniformLocation | null;
}

function part(gl: WebGL2RenderingContext, vertex: string, fragment: string): Part {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  const places = new Map<string, WebGLUniformLocation | null>();
  return {
    program,
    buffer: gl.createBuffer(),
    array: gl.createVertexArray(),
    uniform: (name) => {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name));
      return places.get(name) ?? null;
    },
  };
}

/** Ties an attribute to the buffer: four numbers are the bytes of a colour. */
function attribute(
  gl: WebGL2RenderingContext,
  { program, buffer, array }: Part,
  name: string,
  size: number,
  stride: number,
  offset: number,
): void {
  const at = gl.getAttribLocation(program, name);
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(at);
  if (size === 4) gl.vertexAttribPointer(at, 4, gl.UNSIGNED_BYTE, true, stride, offset);
  else gl.vertexAttribPointer(at, size, gl.FLOAT, false, stride, offset);
  gl.bindVertexArray(null);
}
