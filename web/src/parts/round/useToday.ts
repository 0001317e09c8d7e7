// Today's people: asked of the server, kept for a day, and had again where there is no network.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { call, type Schema } from '@/api';
import { useT } from '@/i18n';
import { useLive } from '@/live';
import { offline, useBusinessNow, useOffline } from '@/offline';
import { dayIn, soundZone } from '@/parts/calendar';
import { mayDo, useMe, type Me } from '@/session';
import { todayOf, type Answers, type Named, type Order, type Today } from './today';

const KEPT = 'today';
/** Orders that are read at most; a community has dozens, a county may have thousands. */
const PAGES = 4;
/** Persons whose values are read at once. */
const BATCH = 200;
/** Changes come in bursts: one look after them, in milliseconds. */
const PAUSE = 4_000;
/** Kinds of subject whose change moves the day. */
const MOVING = new Set(['order', 'person', 'obligation', 'contact']);

async function ordersOf(
  status: 'running' | 'issued',
  signal: AbortSignal,
): Promise<{ rows: Order[]; more: boolean }> {
  const rows: Order[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const query = { status, limit: 500, ...(after ? { after } : {}) };
    const { data } = await call('get', '/api/v1/orders', { query, signal });
    const { items, next } = data as Schema<'Page_Order'>;
    rows.push(...items);
    if (!next) return { rows, more: false };
    after = next;
  }
  return { rows, more: true };
}

/** Names, telephones and addresses of those who are not known yet: every look is in the audit, so nobody is looked up twice. */
async function namesOf(
  persons: string[],
  purpose: string,
  known: ReadonlyMap<string, Named>,
  signal: AbortSignal,
) {
  const names = new Map(known);
  const unknown = persons.filter((person) => !known.has(person));
  for (let at = 0; at < unknown.length; at += BATCH) {
    const body = {
      persons: unknown.slice(at, at + BATCH),
      fields: ['name', 'phone', 'address'] as const,
      purpose,
    };
    const { data } = await call('post', '/api/v1/persons/personal_reads', { body, signal });
    for (const { person, values } of (data as Schema<'Items_Personal'>).items) names.set(person, values);
  }
  return names;
}

/** Without what is not known. */
function namedOf(values: { [K in keyof Named]: Named[K] | undefined }): Named {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Named;
}

async function ask(me: Me, before: Today | undefined, purpose: string, signal: AbortSignal): Promise<Today> {
  const own = me.grants[0]?.area ?? '';
  const { data: area } = await call('get', '/api/v1/areas/{code}', { path: { code: own }, signal });
  const zone = soundZone((area as Schema<'Area'>).zone);
  const madeAt = await offline.time();
  const on = dayIn(madeAt, zone);
  const [lines, missed, running, issued] = await Promise.all([
    call('get', '/api/v1/schedules', { query: { on }, signal }),
    call('get', '/api/v1/lists/missed_checks', { signal }),
    ordersOf('running', signal),
    ordersOf('issued', signal),
  ]);
  const answers: Answers = {
    on,
    zone,
    madeAt,
    unit: me.unit ?? undefined,
    lines: (lines.data as Schema<'Items_ScheduleLine'>).items,
    missed: (missed.data as Schema<'Items_Obligation'>).items,
    running: running.rows,
    issued: issued.rows,
    more: running.more || issued.more,
    names: new Map(),
  };
  const nameless = todayOf(answers);
  if (!mayDo(me, 'read_personal')) return nameless;
  // Each day is a purpose of its own: yesterday's look does not serve today.
  const looked = before?.on === on ? before.people.filter((one) => one.name ?? one.phone ?? one.address) : [];
  const known = new Map(
    looked.map(({ person, name, phone, address }) => [person, namedOf({ name, phone, address })]),
  );
  const ours = nameless.people.filter((someone) => someone.ours).map(({ person }) => person);
  return todayOf({ ...answers, names: await namesOf(ours, purpose, known, signal) });
}

export interface TodayRead {
  today: Today | undefined;
  /** Until when it lies on this phone, by its own clock. */
  until: number | undefined;
  /** It is being looked for. */
  loading: boolean;
  refreshing: boolean;
  error: unknown;
  refresh: () => void;
  /** Opens the names of people whom another unit sees, for today's round; absent where they may not be read. */
  openNames?: (persons: string[]) => Promise<void>;
}

interface Found {
  today: Today;
  until: number;
}

export function useToday(): TodayRead {
  const me = useMe();
  const { t } = useT();
  const { state, user } = useOffline();
  const queries = useQueryClient();
  const { subscribe } = useLive();
  const [kept, setKept] = useState<Found | null>();
  const open = state === 'open' && user === me.user && mayDo(me, 'read_orders');

  useEffect(() => {
    if (!open) return undefined;
    let gone = false;
    void offline.kept<Today>(KEPT).then((found) => {
      if (!gone) setKept(found ? { today: found.value, until: found.until } : null);
    });
    return () => {
      gone = true;
    };
  }, [open]);

  const key = useMemo(() => ['field-today', me.user], [me.user]);
  const query = useQuery<Found>({
    queryKey: key,
    enabled: open && kept !== undefined,
    staleTime: 60_000,
    refetchInterval: 300_000,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<Found>(key) ?? kept;
      const today = await ask(me, before?.today, t('ui-round-purpose'), signal);
      await offline.keep(KEPT, today);
      return { today, until: Date.now() + 86_400_000 };
    },
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: ['field-today'] });
      }, PAUSE);
    };
    const ends = [
      subscribe(({ subject }) => {
        if (MOVING.has(subject.kind)) again();
      }),
      offline.onTaken(again),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [queries, subscribe]);

  // A new day has begun, by midnight or because somebody has set the clock of a drill on: yesterday's list is no use.
  const now = useBusinessNow();
  const made = query.data?.today;
  const day = made && dayIn(now, made.zone);
  useEffect(() => {
    if (made && day !== made.on) void queries.invalidateQueries({ queryKey: key });
    // Once for each day: the clock that the list is made by may be a moment behind.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [day]);

  const openNames = async (persons: string[]) => {
    const names = await namesOf(persons, t('ui-round-purpose'), new Map(), new AbortController().signal);
    const before = queries.getQueryData<Found>(key) ?? kept;
    if (!before) return;
    const people = before.today.people.map((one) => ({ ...one, ...names.get(one.person) }));
    const today = { ...before.today, people };
    await offline.keep(KEPT, today);
    queries.setQueryData<Found>(key, { ...before, today });
  };

  // What is over goes from the screen too, also of a page that is left open.
  const found = query.data ?? kept ?? undefined;
  const [over, setOver] = useState(false);
  const until = found?.until;
  useEffect(() => {
    if (until === undefined) return undefined;
    setOver(Date.now() >= until);
    const timer = setInterval(() => setOver(Date.now() >= until), 60_000);
    return () => clearInterval(timer);
  }, [until]);

  return {
    today: over ? undefined : found?.today,
    until: over ? undefined : until,
    loading: state === 'opening' || (open && kept === undefined) || (!found && query.isFetching),
    refreshing: query.isFetching,
    error: query.error,
    refresh: () => void query.refetch(),
    ...(mayDo(me, 'read_personal') ? { openNames } : {}),
  };
}
