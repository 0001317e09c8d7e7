// The picture on the page: drawn by `picture.ts`, worked by mouse, finger and keys, told to who cannot see it.
import {
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { useT } from '@/i18n';
import { dayText, Empty } from '@/parts';
import { ALONE, type LayoutKind } from './layout';
import type { Emphasis } from './look';
import { Picture, type Focus } from './picture';
import styles from './graph.module.css';
import type { LaidOut } from './useLayout';
import { usePageTheme } from './useTheme';
import { walkOf } from './walk';

/** Room between two ticks, in pixels. */
const TICK_ROOM = 74;
const DAY = 86_400_000;

export interface CanvasProps {
  laidOut: LaidOut;
  emphasis: Emphasis;
  focus: Focus;
  /** What the one who was chosen is called, for who listens. */
  said: string;
  choose: (index: number | undefined) => void;
  open: (index: number) => void;
  handle?: Ref<CanvasHandle>;
}

export interface CanvasHandle {
  goTo: (index: number) => void;
  fit: () => void;
  zoom: (factor: number) => void;
  png: () => Promise<Blob>;
}

export function Canvas({ laidOut, emphasis, focus, said, choose, open, handle }: CanvasProps) {
  const { t } = useT();
  const theme = usePageTheme();
  const container = useRef<HTMLDivElement>(null);
  const keys = useId();
  const axis = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture>(null);
  const [hovered, setHovered] = useState<number>();
  const [undrawn, setUndrawn] = useState(false);
  const label = useTickLabel(laidOut.kind);
  const latest = useRef({ choose, open, label });
  useEffect(() => {
    latest.current = { choose, open, label };
  });

  useEffect(() => {
    const within = container.current;
    if (!within) return undefined;
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    try {
      picture.current = new Picture(
        within,
        {
          choose: (index) => latest.current.choose(index),
          hover: setHovered,
          open: (index) => latest.current.open(index),
          view: (ticks) => drawTicks(axis.current, ticks, latest.current.label),
        },
        calm,
      );
    } catch {
      // No WebGL here: the reading view says the same.
      setUndrawn(true);
    }
    return () => {
      picture.current?.kill();
      picture.current = null;
    };
  }, []);
  useEffect(() => picture.current?.look(theme, emphasis), [theme, emphasis]);
  useEffect(() => picture.current?.show(laidOut), [laidOut]);
  useEffect(() => picture.current?.focus({ ...focus, hovered }), [focus, hovered]);
  useImperativeHandle(
    handle,
    () => ({
      goTo: (index) => picture.current?.goTo(index),
      fit: () => picture.current?.fit(),
      zoom: (factor) => picture.current?.zoom(factor),
      png: () => picture.current?.png() ?? Promise.reject(new Error('no picture')),
    }),
    [],
  );

  const walk = useMemo(() => walkOf(laidOut.graph, laidOut.descent), [laidOut]);
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = picture.current;
    const { selected } = focus;
    const arrow = ARROWS[event.key];
    const take = (index: number | undefined) => {
      if (index === undefined) return;
      choose(index);
      shown?.goTo(index);
    };
    if (arrow && event.shiftKey) shown?.move(arrow.right, arrow.up);
    else if (arrow && selected !== undefined) take(walk.go(selected, arrow.step));
    else if (arrow || event.key === 'Home') take(walk.first());
    else if (event.key === '+' || event.key === '=') shown?.zoom(1.4);
    else if (event.key === '-') shown?.zoom(1 / 1.4);
    else if (event.key === '0') shown?.fit();
    else if (event.key === 'Enter' && selected !== undefined) open(selected);
    else if (event.key === 'Escape' && selected !== undefined) choose(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles['stage']}>
      <div ref={axis} className={styles['axis']} aria-hidden />
      {undrawn && (
        <div className={styles['undrawn']}>
          <Empty>{t('ui-investigation-graph-undrawn')}</Empty>
        </div>
      )}
      <p id={keys} className={styles['said']}>
        {t('ui-investigation-graph-keys')}
      </p>
      {/* Worked by keys as a whole, like a map: what is chosen is said below. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={container}
        className={styles['canvas']}
        role="application"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('ui-investigation-graph-label', {
          count: laidOut.graph.nodes.length,
          links: laidOut.graph.links.length,
        })}
        aria-describedby={keys}
        onKeyDown={press}
      />
      <div className={styles['said']} aria-live="polite">
        {said}
      </div>
    </div>
  );
}

const ARROWS: Record<string, { right: number; up: number; step: 'back' | 'on' | 'next' | 'before' }> = {
  ArrowLeft: { right: -1, up: 0, step: 'back' },
  ArrowRight: { right: 1, up: 0, step: 'on' },
  ArrowUp: { right: 0, up: 1, step: 'before' },
  ArrowDown: { right: 0, up: -1, step: 'next' },
};

function useTickLabel(kind: LayoutKind): (value: number) => string {
  const { t, language } = useT();
  return (value) => {
    if (Number.isNaN(value)) return t('ui-investigation-no-day');
    if (kind === 'generation' && value === ALONE) return t('ui-investigation-alone');
    if (kind === 'generation') return t('ui-investigation-generation', { number: value });
    return dayText(new Date(value * DAY).toISOString().slice(0, 10), language);
  };
}

/** Writes the ticks that have room; by hand, since it happens with every frame. */
function drawTicks(
  axis: HTMLElement | null,
  ticks: { x: number; value: number }[],
  label: (value: number) => string,
): void {
  if (!axis) return;
  const width = axis.clientWidth;
  let last = Number.NEGATIVE_INFINITY;
  let used = 0;
  for (const { x, value } of ticks) {
    if (x < 0 || x > width || x - last < TICK_ROOM) continue;
    last = x;
    const known = axis.children[used];
    const tick = known instanceof HTMLElement ? known : axis.appendChild(document.createElement('span'));
    const text = label(value);
    if (tick.textContent !== text) tick.textContent = text;
    tick.style.transform = `translateX(${Math.round(x)}px) translateX(-50%)`;
    tick.hidden = false;
    used += 1;
  }
  for (const rest of [...axis.children].slice(used)) (rest as HTMLElement).hidden = true;
}
