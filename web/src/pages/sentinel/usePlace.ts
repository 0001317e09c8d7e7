// Where the sentinel stands and who may come: time zone and areas, kept for where there is no network.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, type Schema } from '@/api';
import { offline, useOffline } from '@/offline';
import { soundZone } from '@/parts/calendar';
import { useMe, type Me } from '@/session';

export interface Place {
  zone: string;
  /** Where whoever comes lives, unless something else is chosen. */
  home: string;
  areas: { code: string; path: { zh: string; en: string }[] }[];
}

const KEPT = 'place';
const PAGES = 4;

async function areasBelow(within: string, signal: AbortSignal): Promise<Schema<'Area'>[]> {
  const rows: Schema<'Area'>[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const query = { within, limit: 500, ...(after ? { after } : {}) };
    const { data } = await call('get', '/api/v1/areas', { query, signal });
    const { items, next } = data as { items: Schema<'Area'>[]; next?: string | null };
    rows.push(...items);
    if (!next) break;
    after = next;
  }
  return rows;
}

async function ask(me: Me, signal: AbortSignal): Promise<Place> {
  const own = me.grants.find(({ role }) => role === 'sentinel') ?? me.grants[0];
  const within = own?.area ?? '';
  const [rows, unit] = await Promise.all([
    areasBelow(within, signal),
    me.unit
      ? call('get', '/api/v1/units/{id}', { path: { id: me.unit }, signal }).then(
          ({ data }) => data as Schema<'Unit'>,
        )
      : undefined,
  ]);
  const names = new Map(rows.map((row) => [row.code, row.name]));
  const areas = rows
    .map(({ code, path }) => ({ code, path: path.flatMap((part) => names.get(part) ?? []) }))
    .sort((a, b) => a.code.localeCompare(b.code));
  const home = unit && names.has(unit.area) ? unit.area : within;
  return { zone: soundZone(rows.find((row) => row.code === within)?.zone), home, areas };
}

/** The place; undefined until it is known. */
export function usePlace(): Place | undefined {
  const me = useMe();
  const { state, user } = useOffline();
  const [kept, setKept] = useState<Place>();
  const open = state === 'open' && user === me.user;
  useEffect(() => {
    if (open) void offline.kept<Place>(KEPT).then((found) => setKept(found?.value));
  }, [open]);
  const { data } = useQuery({
    queryKey: ['sentinel-place', me.user],
    staleTime: Infinity,
    enabled: open,
    queryFn: async ({ signal }) => {
      const place = await ask(me, signal);
      await offline.keep(KEPT, place);
      return place;
    },
  });
  return data ?? kept;
}
