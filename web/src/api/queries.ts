// Reading: one record, or a list by cursor. Both know the moment looked at.
import { useInfiniteQuery, useQuery, type QueryKey } from '@tanstack/react-query';
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

/** Asks an operation. `version` is what a command on the record names (`If-Match`). */
export function useGet<P extends PathOf<'get'>>(path: P, parts: Parts<'get', P>, options?: ReadOptions) {
  const { key, ask } = read(path, parts as InAll, options, useMoment(options));
  const query = useQuery<{ data: Reply<'get', P>; etag: string | null }, ApiError>({
    queryKey: key as QueryKey,
    queryFn: ({ signal }) => ask(signal) as Promise<{ data: Reply<'get', P>; etag: string | null }>,
    enabled: options?.enabled ?? true,
    ...(options?.still ? { staleTime: Infinity, meta: { still: true } } : {}),
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
  const { key, ask } = read(path, parts as InAll, options, useMoment(options));
  interface OnePage {
    items: Row<P>[];
    next?: string | null;
  }
  const query = useInfiniteQuery<OnePage, ApiError, { pages: OnePage[] }, QueryKey, string | undefined>({
    queryKey: [...key, 'page'],
    queryFn: async ({ signal, pageParam }) => (await ask(signal, pageParam)).data as OnePage,
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: options?.enabled ?? true,
    ...(options?.still ? { staleTime: Infinity, meta: { still: true } } : {}),
  });
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
