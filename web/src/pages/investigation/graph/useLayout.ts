// Asks the worker for the places of a graph; the last answer stands until the next one is there.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LayoutKind, Placed, Plan } from './layout';
import type { LayoutAnswer, LayoutAsked } from './layout.worker';
import type { Descent, ExposureGraph } from './model';
import { planOf } from './plan';

export interface LaidOut {
  graph: ExposureGraph;
  descent: Descent;
  kind: LayoutKind;
  placed: Placed;
}

export function useLayout(graph: ExposureGraph, descent: Descent, kind: LayoutKind): LaidOut | undefined {
  const worker = useRef<Worker>(null);
  const [laidOut, setLaidOut] = useState<LaidOut>();
  const plan = useMemo<Plan>(() => planOf(graph, descent), [graph, descent]);
  useEffect(() => {
    const started = new Worker(new URL('layout.worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    return () => {
      started.terminate();
      worker.current = null;
    };
  }, []);
  useEffect(() => {
    const asked = worker.current;
    if (!asked) return undefined;
    const turn = (turns += 1);
    const answer = ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.turn === turn) setLaidOut({ graph, descent, kind, placed: data.placed });
    };
    asked.addEventListener('message', answer);
    asked.postMessage({ turn, plan, kind } satisfies LayoutAsked);
    return () => asked.removeEventListener('message', answer);
  }, [graph, descent, plan, kind]);
  return laidOut;
}

let turns = 0;
