// Addresses: the pages of all rooms, each in the frame that it asks for. Pages and frames are loaded when needed.
import { lazy, Suspense, type ComponentType } from 'react';
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { Loading } from '@/parts/states';
import { rooms, type Frame, type RoomRoute } from '@/registry';
import { Broken } from './Broken';
import { Gate } from './Gate';
import { Home } from './Home';
import { Missing } from './Missing';

const FRAMES: Record<Frame, ComponentType> = {
  desk: lazy(() => import('./frames/Desk')),
  field: lazy(() => import('./frames/Field')),
  bare: Outlet,
};

function framed(frame: Frame, children: RouteObject[]): RouteObject {
  const Around = FRAMES[frame];
  return {
    element: (
      <Suspense fallback={<Loading rows={1} />}>
        <Around />
      </Suspense>
    ),
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
