// The picture itself: Sigma with all nodes and links as one layer (`mass.ts`), and with what is in focus as nodes and
// links of its own, labelled. No React here.
import { MultiDirectedGraph } from 'graphology';
import { Sigma } from 'sigma';
import { DEFAULT_STYLES } from 'sigma/types';
import { extremityArrow, layerPlain, pathLine, pathLoop } from 'sigma/rendering';
import type { Tick } from './layout';
import { colourOf, marksOf, PALETTES, sizeOf, type Emphasis, type Palette, type Theme } from './look';
import { Mass, pixelsOf, shares } from './mass';
import { otherEnd, type GraphNode } from './model';
import { Places, type Box } from './places';
import type { LaidOut } from './useLayout';

/** Labels at most that are shown at once. */
const LABELS = 120;
/** From this width of a case, in pixels, its number is shown. */
const READABLE = 11;
/** How near a pointer must come, in pixels. */
const REACH = 12;
/** For how long a view must stand still to be at rest, in milliseconds. */
const REST = 120;
/** What keeps Sigma drawing while nothing is in focus: it draws no layer of an empty graph. */
const ANCHOR = 'anchor';

export interface Focus {
  /** The node that was chosen. */
  selected?: number | undefined;
  hovered?: number | undefined;
  /** Links of a way between two people. */
  path?: readonly number[] | undefined;
}

export interface Told {
  choose: (index: number | undefined) => void;
  hover: (index: number | undefined) => void;
  open: (index: number) => void;
  /** The view has moved or grown: where ticks stand now. */
  view: (ticks: { x: number; value: number }[]) => void;
}

export class Picture {
  readonly #renderer: Sigma;
  readonly #mass: Mass;
  readonly #foreground = new MultiDirectedGraph();
  readonly #told: Told;
  #shown: LaidOut | undefined;
  #places: Places | undefined;
  #theme: Theme = 'light';
  #emphasis: Emphasis = { unlinked: false };
  #focus: Focus = {};
  #drawn = '';
  /** Whether a hand moves the view. */
  #moving = false;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(container: HTMLElement, told: Told, calm: boolean) {
    this.#told = told;
    this.#foreground.addNode(ANCHOR, { x: 0, y: 0, size: 0.1, color: '#00000000' });
    this.#renderer = new Sigma(this.#foreground, container, {
      settings: {
        // What is in focus is small, and what is picked is found in the layout.
        pickingDownSizingRatio: 16,
        itemSizesReference: 'screen',
        zoomToSizeRatioFunction: () => 1,
        labelRenderedSizeThreshold: 0,
        labelDensity: 4,
        enableCameraRotation: false,
        minCameraRatio: 0.002,
        maxCameraRatio: 3,
        inertiaDuration: calm ? 0 : 200,
        zoomDuration: calm ? 0 : 200,
        doubleClickZoomingDuration: 0,
        doubleClickZoomingRatio: 1,
      },
      primitives: {
        edges: { paths: [pathLine(), pathLoop()], layers: [layerPlain()], extremities: [extremityArrow()] },
      },
      styles: {
        nodes: [
          DEFAULT_STYLES.nodes,
          {
            labelColor: { attribute: 'ink' },
            labelSize: 12,
            labelVisibility: 'visible',
            labelPosition: 'below',
            backdropVisibility: 'hidden',
          },
        ],
        edges: [DEFAULT_STYLES.edges, { head: { attribute: 'head' } }],
      },
    } as ConstructorParameters<typeof Sigma>[2]) as unknown as Sigma;
    this.#mass = new Mass(this.#renderer);
    this.#listen(container);
  }

  /** Draws a graph that has been laid out; the view goes back to all of it where the layout is another one. */
  show(laidOut: LaidOut): void {
    const { placed, graph } = laidOut;
    const fresh = this.#shown?.kind !== laidOut.kind || this.#shown.graph.nodes.length !== graph.nodes.length;
    this.#shown = laidOut;
    this.#places = new Places(placed.x, placed.y);
    this.#renderer.setCustomBBox({
      x: [-2, Math.max(placed.width, 12) + 2],
      y: [-Math.max(placed.height, 8) - 2, 2],
    });
    this.#renderer.refresh();
    if (fresh) this.fit();
    this.#paint();
  }

  look(theme: Theme, emphasis: Emphasis): void {
    this.#theme = theme;
    this.#emphasis = emphasis;
    this.#paint();
  }

  focus(focus: Focus): void {
    this.#focus = focus;
    this.#bringForward();
  }

  /** All of it. */
  fit(): void {
    this.#renderer.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  zoom(factor: number): void {
    const camera = this.#renderer.getCamera();
    camera.setState({ ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  /** Moves by parts of the view. */
  move(right: number, up: number): void {
    const camera = this.#renderer.getCamera();
    camera.setState({ x: camera.x + right * camera.ratio * 0.2, y: camera.y + up * camera.ratio * 0.2 });
  }

  /** Brings a node into the view, near enough to be read. */
  goTo(index: number): void {
    const at = this.#placeOf(index);
    if (!at) return;
    const camera = this.#renderer.getCamera();
    const near = (camera.ratio * this.#renderer.getGraphToViewportRatio() * 1.7) / (READABLE + 1);
    camera.setState({
      ...this.#renderer.graphToFramedGraph(at),
      ratio: Math.min(camera.ratio, Math.max(near, 0.002)),
    });
  }

  /** The part of the layout that is seen. */
  seen(): Box {
    const { width, height } = this.#renderer.getDimensions();
    const first = this.#renderer.viewportToGraph({ x: 0, y: 0 });
    const last = this.#renderer.viewportToGraph({ x: width, y: height });
    return { left: first.x, right: last.x, low: last.y, high: first.y };
  }

  /** What is seen, as a picture. */
  async png(): Promise<Blob> {
    // Sigma's canvas holds a frame only until the browser has shown it.
    this.#renderer.refresh();
    const stage = this.#renderer.getStageCanvas();
    const copy = document.createElement('canvas');
    copy.width = stage.width;
    copy.height = stage.height;
    const context = copy.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = this.#palette.ground;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(stage, 0, 0);
    return new Promise((resolve, reject) =>
      copy.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
    );
  }

  get palette(): Palette {
    return this.#palette;
  }

  /** For measuring: sets the view, as a hand that drags would. */
  pan(x: number, y: number, ratio: number): void {
    this.#renderer.getCamera().setState({ x, y, ratio });
  }

  kill(): void {
    clearTimeout(this.#resting);
    this.#renderer.kill();
  }

  get #palette(): Palette {
    return PALETTES[this.#theme];
  }

  #listen(container: HTMLElement): void {
    const renderer = this.#renderer;
    const at = (event: { x: number; y: number }) => this.#nodeAt(event.x, event.y);
    renderer.on('clickStage', ({ event }) => this.#told.choose(at(event)));
    renderer.on('clickNode', ({ event }) => this.#told.choose(at(event)));
    const open = ({
      event,
      preventSigmaDefault,
    }: {
      event: { x: number; y: number };
      preventSigmaDefault: () => void;
    }) => {
      preventSigmaDefault();
      const index = at(event);
      if (index !== undefined) this.#told.open(index);
    };
    renderer.on('doubleClickStage', open);
    renderer.on('doubleClickNode', open);
    let last: number | undefined;
    const hover = (index: number | undefined) => {
      if (index === last) return;
      last = index;
      this.#told.hover(index);
    };
    renderer.on('moveBody', ({ event }) => hover(at(event)));
    container.addEventListener('pointerleave', () => hover(undefined));
    renderer.on('afterRender', () => this.#tellTicks());
    renderer.getCamera().on('updated', () => this.#moved());
  }

  /** Names what can be read when the hand rests: choosing and writing labels takes as long as all else. One step, as
   * keys take it, leaves them where they are. */
  #moved(): void {
    const on = this.#resting !== undefined;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#moving = false;
      this.#bringForward();
    }, REST);
    if (!on || this.#moving) return;
    this.#moving = true;
    this.#bringForward();
  }

  #tellTicks(): void {
    const placed = this.#shown?.placed;
    if (!placed) return;
    const place = ({ x, value }: Tick) => ({ x: this.#renderer.graphToViewport({ x, y: 0 }).x, value });
    this.#told.view(placed.ticks.map(place));
  }

  #placeOf(index: number): { x: number; y: number } | undefined {
    const placed = this.#shown?.placed;
    const [x, y] = [placed?.x[index], placed?.y[index]];
    return x === undefined || y === undefined ? undefined : { x, y };
  }

  #nodeAt(x: number, y: number): number | undefined {
    if (!this.#places) return undefined;
    const scale = this.#renderer.getGraphToViewportRatio();
    const at = this.#renderer.viewportToGraph({ x, y });
    const nearest = this.#places.nearest(at.x, at.y, Math.max(REACH / scale, 0.9));
    return nearest < 0 ? undefined : nearest;
  }

  /** Gives the layer its colours. */
  #paint(): void {
    const shown = this.#shown;
    if (!shown) return;
    const { graph, placed } = shown;
    this.#mass.ground = shares(this.#palette.ground);
    this.#mass.show({
      ...marksOf(shown, this.#palette, this.#emphasis),
      first: Uint8Array.from(graph.links, ({ transmission }) => Number(!transmission)),
      x: placed.x,
      y: placed.y,
      from: Int32Array.from(graph.links, ({ from }) => from),
      to: Int32Array.from(graph.links, ({ to }) => to),
    });
    this.#drawn = '';
    this.#bringForward();
    this.#renderer.scheduleRender();
  }

  /** What is in focus becomes nodes and links of Sigma's own, with what can be read at this distance. */
  #bringForward(): void {
    const shown = this.#shown;
    if (!shown) return;
    const { graph, descent } = shown;
    const { selected, hovered, path } = this.#focus;
    const scale = this.#renderer.getGraphToViewportRatio();
    const ways = new Set(path ?? []);
    if (selected !== undefined && ways.size === 0) {
      graph.links.forEach((link, index) => {
        if (otherEnd(link, selected) !== undefined && (link.from === selected || link.to === selected))
          ways.add(index);
      });
    }
    const nodes = new Map<number, 'chosen' | 'near' | 'label'>();
    for (const index of ways) {
      const link = graph.links[index];
      if (link) nodes.set(link.from, 'near').set(link.to, 'near');
    }
    if (hovered !== undefined) nodes.set(hovered, 'chosen');
    if (selected !== undefined) nodes.set(selected, 'chosen');
    for (const index of this.#labelled(scale, [...nodes.keys()]))
      if (!nodes.has(index)) nodes.set(index, 'label');
    const strength = ways.size > 0 ? 0.3 : 1;
    const drawn = `${[...nodes].flat().join()};${[...ways].join()};${Math.round(scale * 4)};${strength}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#mass.strength = strength;
    this.#foreground.clear();
    this.#foreground.addNode(ANCHOR, { x: 0, y: 0, size: 0.1, color: '#00000000' });
    for (const [index, why] of nodes) {
      const node = graph.nodes[index];
      const at = this.#placeOf(index);
      if (!node || !at) continue;
      const width = pixelsOf(sizeOf(node), scale);
      this.#foreground.addNode(String(index), {
        ...at,
        size: why === 'label' ? 0.1 : width / 2 + (why === 'chosen' ? 3 : 1),
        color:
          why === 'label'
            ? '#00000000'
            : why === 'chosen'
              ? this.#palette.accent
              : colourOf(node, this.#palette),
        label: labelOf(node),
        ink: this.#palette.ink,
      });
    }
    for (const index of ways) {
      const link = graph.links[index];
      if (!link || !this.#foreground.hasNode(String(link.from)) || !this.#foreground.hasNode(String(link.to)))
        continue;
      const known = descent.infector[link.to] === link.from;
      this.#foreground.addEdge(String(link.from), String(link.to), {
        size: link.transmission ? 2.5 : 1.5,
        color: path
          ? this.#palette.accent
          : link.transmission
            ? this.#palette.infection
            : this.#palette.exposure,
        head: link.transmission && known ? 'arrow' : 'none',
      });
    }
    this.#renderer.refresh({ schedule: true });
  }

  /** Cases in the view whose numbers can be read; of two that would cover each other, who infected more. */
  #labelled(scale: number, taken: Iterable<number>): number[] {
    const shown = this.#shown;
    if (!shown || !this.#places || this.#moving || pixelsOf(1.7, scale) < READABLE) return [];
    const { graph, descent } = shown;
    const found: number[] = [];
    for (const index of this.#places.within(this.seen())) {
      if (graph.nodes[index]?.kind !== 'case') continue;
      found.push(index);
      if (found.length > LABELS * 4) return [];
    }
    const weight = (index: number) => descent.offspring[index]?.length ?? 0;
    found.sort((one, other) => weight(other) - weight(one) || one - other);
    const rows: { x: number; y: number; half: number }[] = [];
    const fits = (index: number): boolean => {
      const place = this.#placeOf(index);
      if (!place) return false;
      const { x, y } = this.#renderer.graphToViewport(place);
      const half = (labelOf(graph.nodes[index]).length * LETTER) / 2;
      if (rows.some((row) => Math.abs(row.y - y) < LINE && Math.abs(row.x - x) < row.half + half))
        return false;
      rows.push({ x, y, half });
      return true;
    };
    for (const index of taken) fits(index);
    return found.filter(fits).slice(0, LABELS);
  }
}

/** Room of a letter and of a line of a label, in pixels. */
const LETTER = 7;
const LINE = 16;

/** Numbers of cases alone: nobody is named in a picture. */
const labelOf = (node: GraphNode | undefined): string => node?.number ?? '';
