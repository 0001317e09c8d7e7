// Addresses: the pages of all rooms, each in the frame that it asks for. Pages and frames are loaded when needed.
import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { rooms, type Frame, type RoomRoute } from '@/registry';
import { Broken } from './Broken';
import { Gate } from './Gate';
import { Home } from './Home';
import { Missing } from './Missing';

/** Comes with the page, before anything is shown: React keeps what stands in for a late part up for 300 ms at least. */
const FRAMES: Record<Exclude<Frame, 'bare'>, () => Promise<{ default: ComponentType }>> = {
  desk: () => import('./frames/Desk'),
  field: () => import('./frames/Field'),
};

function framed(frame: Exclude<Frame, 'bare'>, children: RouteObject[]): RouteObject {
  return {
    lazy: () => FRAMES[frame]().then(({ default: Component }) => ({ Component })),
    errorElement: <Broken />,
    handle: { frame },
    children,
  };
}

function route({ path, page }: RoomRoute): RouteObject {
  return {
    path,
    lazy: () => page().then(({ default: Component }) => ({ Component })),
    errorElement: <Broken />,
  };
}

const all = rooms.flatMap((room) => room.routes);
const inFrame = (frame: Frame) =>
  all.filter((one) => !one.open && (one.frame ?? 'desk') === frame).map(route);

export const router = createBrowserRouter([
  ...all.filter((one) => one.open).map(route),
  {
    element: <Gate />,
    errorElement: <Broken />,
    HydrateFallback: () => null,
    children: [
      { index: true, element: <Home /> },
      framed('desk', [...inFrame('desk'), { path: '*', element: <Missing /> }]),
      framed('field', inFrame('field')),
      ...inFrame('bare'),
    ],
  },
]);
