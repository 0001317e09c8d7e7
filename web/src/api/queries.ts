// Reading: one record, or a list by cursor. Both know the moment looked at.
import { useInfiniteQuery, useQuery, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useAddress, useIsOfNow } from '@/address';
import { MOMENTARY } from '@/generated/operations';
import { call } from './client';
import type { ApiError } from './problem';
import type { ListPath, Parts, PathOf, Reply, Row } from './types';

/**
 * Under which an answer is kept: events find it by the path (`live/affects.ts`). One that they leave alone is kept apart:
 * a page that shows the same record must hear of its changes, whoever else reads its name.
 */
export type ReadKey = readonly ['read' | 'still', string, { path?: unknown; query?: unknown }, 'page'?];

export interface ReadOptions {
  /** Not asked while false. */
  enabled?: boolean;
  /** Not asked again by events; for what changes seldom (names, rule books). */
  still?: boolean;
  /** Always of now, even while a moment of the past is looked at. */
  now?: boolean;
}

interface Read {
  key: ReadKey;
  ask: (signal: AbortSignal, after?: string) => Promise<{ data: unknown; etag: string | null }>;
}

interface InAll {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
}

function read(
  path: string,
  { path: inPath, query }: InAll,
  options: ReadOptions | undefined,
  asOf?: string,
): Read {
  const full = compact({ ...query, ...(asOf && MOMENTARY.has(path) ? { as_of: asOf } : {}) });
  return {
    key: [options?.still ? 'still' : 'read', path, { path: inPath, query: full }],
    ask: (signal, after) => call('get', path, { path: inPath, query: compact({ ...full, after }), signal }),
  };
}

/** Without what is undefined or empty: an absent filter is no filter. */
function compact(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
}

function useMoment(options: ReadOptions | undefined): string | undefined {
  const ofNow = useIsOfNow();
  const { asOf } = useAddress();
  return options?.now || ofNow ? undefined : asOf;
}

const keeping = (options: ReadOptions | undefined) =>
  options?.still ? { staleTime: Infinity, meta: { still: true } } : {};

function oneOf<P extends PathOf<'get'>>({ key, ask }: Read, options: ReadOptions | undefined) {
  return {
    queryKey: key as QueryKey,
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      ask(signal) as Promise<{ data: Reply<'get', P>; etag: string | null }>,
    ...keeping(options),
  };
}

interface OnePage<P extends ListPath> {
  items: Row<P>[];
  next?: string | null;
}

function pagesOf<P extends ListPath>({ key, ask }: Read, options: ReadOptions | undefined) {
  return {
    queryKey: [...key, 'page'] as QueryKey,
    queryFn: async ({ signal, pageParam }: { signal: AbortSignal; pageParam: string | undefined }) =>
      (await ask(signal, pageParam)).data as OnePage<P>,
    initialPageParam: undefined,
    ...keeping(options),
  };
}

/** What a page will ask first, asked before it is there (`RoomRoute.ahead`). What is refused, the page asks anew. */
export type Ahead = (queries: QueryClient, asOf: string | undefined) => Promise<void>;

/** As `useGet`, ahead of the page. */
export function getAhead<P extends PathOf<'get'>>(
  path: P,
  parts: Parts<'get', P>,
  options?: ReadOptions,
): Ahead {
  return (queries, asOf) =>
    queries.prefetchQuery(
      oneOf<P>(read(path, parts as InAll, options, options?.now ? undefined : asOf), options),
    );
}

/** The first page of `useList`, ahead of the page. */
export function listAhead<P extends ListPath>(path: P, parts: Parts<'get', P>, options?: ReadOptions): Ahead {
  return (queries, asOf) =>
    queries.prefetchInfiniteQuery(
      pagesOf<P>(read(path, parts as InAll, options, options?.now ? undefined : asOf), options),
    );
}

/** Asks an operation. `version` is what a command on the record names (`If-Match`). */
export function useGet<P extends PathOf<'get'>>(path: P, parts: Parts<'get', P>, options?: ReadOptions) {
  const asked = oneOf<P>(read(path, parts as InAll, options, useMoment(options)), options);
  const query = useQuery<{ data: Reply<'get', P>; etag: string | null }, ApiError>({
    ...asked,
    enabled: options?.enabled ?? true,
  });
  return {
    data: query.data?.data,
    version: query.data?.etag?.replaceAll('"', '') || undefined,
    error: query.error,
    loading: query.isPending && query.fetchStatus !== 'idle',
    refreshing: query.isFetching && !query.isPending,
    refetch: query.refetch,
  };
}

/** Asks a list page by page. */
export function useList<P extends ListPath>(path: P, parts: Parts<'get', P>, options?: ReadOptions) {
  const asked = pagesOf<P>(read(path, parts as InAll, options, useMoment(options)), options);
  const query = useInfiniteQuery<OnePage<P>, ApiError, { pages: OnePage<P>[] }, QueryKey, string | undefined>(
    {
      ...asked,
      getNextPageParam: (last) => last.next ?? undefined,
      enabled: options?.enabled ?? true,
    },
  );
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    error: query.error,
    loading: query.isPending && query.fetchStatus !== 'idle',
    refreshing: query.isFetching && !query.isPending && !query.isFetchingNextPage,
    more: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
    refetch: query.refetch,
  };
}
