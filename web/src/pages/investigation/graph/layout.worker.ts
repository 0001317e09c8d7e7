// The layout off the main thread: the page scrolls and types while tens of thousands find their places.
import { layOut, type LayoutKind, type Placed, type Plan } from './layout';

export interface LayoutAsked {
  turn: number;
  plan: Plan;
  kind: LayoutKind;
}
export interface LayoutAnswer {
  turn: number;
  placed: Placed;
}

/** The scope of a worker, of which the types of pages know nothing. */
const scope = globalThis as unknown as {
  addEventListener: (type: 'message', listener: (event: MessageEvent<LayoutAsked>) => void) => void;
  postMessage: (answer: LayoutAnswer, transfer: Transferable[]) => void;
};

scope.addEventListener('message', ({ data: { turn, plan, kind } }) => {
  const placed = layOut(plan, kind);
  scope.postMessage({ turn, placed }, [placed.x.buffer, placed.y.buffer]);
});
