// What the page at this address asks first is asked while the page itself is fetched and drawn: the server counts meanwhile,
// and what the frame and all names need is there for the first drawing.
import { matchPath } from 'react-router';
import { lookedAt } from '@/address';
import { getAhead } from '@/api';
import { areasAhead } from '@/parts/names';
import { rooms } from '@/registry';
import { queries } from './queries';

const OF_A_DESK = [
  areasAhead,
  getAhead('/api/v1/status', {}, { still: true, now: true }),
  getAhead('/api/v1/protocols', {}, { still: true, now: true }),
];

export function askAhead(): void {
  const { pathname, search } = window.location;
  const route = rooms.flatMap((room) => room.routes).find((one) => matchPath(one.path, pathname));
  if (!route || route.open || (route.frame ?? 'desk') !== 'desk') return;
  const asked = new URLSearchParams(search);
  for (const ask of [...(route.ahead?.(asked) ?? []), ...OF_A_DESK]) void ask(queries, lookedAt(asked).asOf);
}
