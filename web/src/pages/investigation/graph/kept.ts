// A drawing that is kept, with what lies around the view: moving it is copying it, until the hand comes to its edge. On a
// processor without a graphics chip a copy takes a fraction of what thousands of lines take.

/** How much more than the view is kept on each side, as a share of it. */
const AROUND = 0.25;
/** How much of that lies ahead when a view moves on: the rest stays behind, for a hand that turns back. */
const AHEAD = 0.75;
/** Pixels at most that are kept; a wall beyond that is drawn anew each time. */
const MOST = 12_000_000;

/** A view: what turns places into it (3 × 3, column by column), and its pixels. */
export interface View {
  matrix: ArrayLike<number>;
  width: number;
  height: number;
}

/** Where the view lies in what is kept, in pixels from its lower left corner. */
export interface Corner {
  x: number;
  y: number;
}

/** Pixels that are kept beyond the view, on each of its sides. */
export const around = ({ width, height }: View): Corner => ({
  x: Math.round(width * AROUND),
  y: Math.round(height * AROUND),
});

const sizeOf = (view: View): Corner => ({
  x: view.width + 2 * around(view).x,
  y: view.height + 2 * around(view).y,
});

/** Whether two views show the same at the same scale, be it elsewhere. */
export function alike(one: View, other: View): boolean {
  if (one.width !== other.width || one.height !== other.height) return false;
  return [0, 1, 3, 4].every((at) => {
    const [a, b] = [one.matrix[at] ?? 0, other.matrix[at] ?? 0];
    return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
  });
}

/** How far what is shown has moved from one view to the next, in whole pixels. */
export function moved(from: View, to: View): Corner {
  const by = (at: number, pixels: number) =>
    Math.round((((to.matrix[at] ?? 0) - (from.matrix[at] ?? 0)) * pixels) / 2);
  return { x: by(6, to.width), y: by(7, to.height) };
}

/** Where a view is placed in a new drawing when what is shown has moved so far since the one before. */
export function placed(view: View, by: Corner): Corner {
  const margin = around(view);
  const place = (room: number, far: number) =>
    room + Math.round(Math.max(-1, Math.min(1, room === 0 ? 0 : far / room)) * room * AHEAD);
  return { x: place(margin.x, by.x), y: place(margin.y, by.y) };
}

/** What turns places into a drawing in which the view lies at a corner. */
export function widened({ matrix, width, height }: View, corner: Corner): Float32Array {
  const wide = Float32Array.from(matrix);
  const size = sizeOf({ matrix, width, height });
  const [x, y] = [width / size.x, height / size.y];
  for (const column of [0, 3, 6]) {
    wide[column] = (matrix[column] ?? 0) * x;
    wide[column + 1] = (matrix[column + 1] ?? 0) * y;
  }
  wide[6] = (wide[6] ?? 0) + ((width + 2 * corner.x) / width) * x - 1;
  wide[7] = (wide[7] ?? 0) + ((height + 2 * corner.y) / height) * y - 1;
  return wide;
}

interface Drawn {
  view: View;
  corner: Corner;
}

export class Kept {
  readonly #buffer: WebGLFramebuffer;
  readonly #pixels: WebGLRenderbuffer;
  #size = '';
  #last: View | undefined;
  #drawn: Drawn | undefined;
  /** Where the view of this frame lies in what is kept; nothing where it is drawn directly. */
  #at: Corner | undefined;

  constructor(readonly gl: WebGL2RenderingContext) {
    this.#buffer = gl.createFramebuffer();
    this.#pixels = gl.createRenderbuffer();
  }

  /** What was drawn is not what is to be seen any more. */
  forget(): void {
    this.#drawn = undefined;
  }

  /** Before a frame: draws beyond its edges, where what is kept does not cover it. Nothing is kept unless it is `worth` it. */
  prepare(view: View, worth: boolean, draw: (matrix: Float32Array) => void): void {
    const last = this.#last;
    this.#last = { ...view, matrix: Float32Array.from(view.matrix) };
    this.#at = undefined;
    // While somebody zooms each frame is another picture; nothing is gained by keeping one.
    if (!worth || !last || !alike(last, view) || !this.#fits(view)) {
      this.#drawn = undefined;
      return;
    }
    const drawn = this.#drawn && alike(this.#drawn.view, view) ? this.#drawn : undefined;
    const by = drawn ? moved(drawn.view, view) : { x: 0, y: 0 };
    if (drawn) {
      const [at, margin] = [{ x: drawn.corner.x - by.x, y: drawn.corner.y - by.y }, around(view)];
      if (at.x >= 0 && at.y >= 0 && at.x <= 2 * margin.x && at.y <= 2 * margin.y) {
        this.#at = at;
        return;
      }
    }
    this.#at = placed(view, by);
    this.#drawn = { view: this.#last, corner: this.#at };
    this.#fill(view, widened(view, this.#at), draw);
  }

  /** Copies the view out of what is kept; false where it must be drawn. */
  show({ width, height }: View): boolean {
    const { gl } = this;
    const at = this.#at;
    if (!at) return false;
    const [right, top] = [at.x + width, at.y + height];
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#buffer);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    gl.blitFramebuffer(at.x, at.y, right, top, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return true;
  }

  kill(): void {
    this.gl.deleteFramebuffer(this.#buffer);
    this.gl.deleteRenderbuffer(this.#pixels);
  }

  #fits(view: View): boolean {
    const { gl } = this;
    const { x: width, y: height } = sizeOf(view);
    const most = Number(gl.getParameter(gl.MAX_RENDERBUFFER_SIZE));
    return width * height <= MOST && Math.max(width, height) <= most;
  }

  #fill(view: View, matrix: Float32Array, draw: (matrix: Float32Array) => void): void {
    const { gl } = this;
    const size = sizeOf(view);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#buffer);
    if (this.#size !== `${size.x} ${size.y}`) {
      this.#size = `${size.x} ${size.y}`;
      gl.bindRenderbuffer(gl.RENDERBUFFER, this.#pixels);
      gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, size.x, size.y);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, this.#pixels);
      gl.bindRenderbuffer(gl.RENDERBUFFER, null);
    }
    gl.viewport(0, 0, size.x, size.y);
    gl.clear(gl.COLOR_BUFFER_BIT);
    draw(matrix);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }
}
