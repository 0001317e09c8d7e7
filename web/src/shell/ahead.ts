// What the page at this address asks first is asked while the page itself is fetched and drawn: the server counts meanwhile.
import { matchPath } from 'react-router';
import { lookedAt } from '@/address';
import { rooms } from '@/registry';
import { queries } from './queries';

export function askAhead(): void {
  const { pathname, search } = window.location;
  const routes = rooms.flatMap((room) => room.routes);
  const route = routes.find((one) => one.ahead && matchPath(one.path, pathname));
  const asked = new URLSearchParams(search);
  for (const ask of route?.ahead?.(asked) ?? []) void ask(queries, lookedAt(asked).asOf);
}
