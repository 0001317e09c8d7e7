// Fetches the graph of what is looked at: the chain of one case, or all that is known of a disease.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAddress } from '@/address';
import { asApiError, call, useGet, type ApiError, type Schema } from '@/api';
import { assemble, type Records } from './assemble';
import { graphOfColumns, type GraphColumns } from './columns';
import { graphOfChain, type ExposureGraph } from './model';

/** Rows of a page, and pages at most of each list: as many as can still be read in a picture. */
const ROWS = 500;
const PAGES = 80;
/** A graph of more nodes than this is not drawn anew with each change: somebody asks for it. */
const LIVE = 2_000;

export interface Fetched {
  graph: ExposureGraph | undefined;
  error: ApiError | null;
  loading: boolean;
  refreshing: boolean;
  /** Records that have come so far. */
  progress: number;
  refetch: () => unknown;
}

export function useExposureGraph(disease: string | undefined, oneCase: string | undefined): Fetched {
  const { area, asOf } = useAddress();
  const [progress, setProgress] = useState(0);
  const [large, setLarge] = useState(false);
  const chain = useGet(
    '/api/v1/cases/{id}/chain',
    { path: { id: oneCase ?? '' } },
    { enabled: oneCase !== undefined },
  );
  const whole = useQuery<ExposureGraph, ApiError>({
    queryKey: ['read', '/api/v1/chains', { query: { disease, area, as_of: asOf, whole: true } }],
    enabled: disease !== undefined && oneCase === undefined,
    meta: { still: large },
    queryFn: async ({ signal }) => {
      setProgress(0);
      const drawn = await columns({ disease, area, as_of: asOf }, signal);
      if (drawn) {
        setLarge(drawn.nodes.length > LIVE);
        return drawn;
      }
      const query = { disease, area, as_of: asOf, limit: ROWS };
      const count = (rows: number) => setProgress((before) => before + rows);
      const [cases, contacts, exposures] = await Promise.all([
        all<Schema<'Case'>>('/api/v1/cases', query, signal, count),
        all<Schema<'Contact'>>('/api/v1/contacts', query, signal, count),
        all<Schema<'Exposure'>>('/api/v1/exposures', { ...query, status: 'standing' }, signal, count),
      ]);
      const records: Records = {
        cases: cases.rows,
        contacts: contacts.rows,
        exposures: exposures.rows,
        truncated: cases.more || contacts.more || exposures.more,
      };
      setLarge(cases.rows.length + contacts.rows.length > LIVE);
      return assemble(records);
    },
  });
  const chained = useMemo(() => (chain.data ? graphOfChain(chain.data) : undefined), [chain.data]);
  if (oneCase !== undefined) {
    return {
      graph: chained,
      error: chain.error,
      loading: chain.loading,
      refreshing: chain.refreshing,
      progress: 0,
      refetch: chain.refetch,
    };
  }
  return {
    graph: whole.data,
    error: whole.error,
    loading: whole.isPending && whole.fetchStatus !== 'idle',
    refreshing: whole.isFetching && !whole.isPending,
    progress,
    refetch: whole.refetch,
  };
}

/** The graph in one answer; nothing where the server is older than that. */
async function columns(
  query: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ExposureGraph | undefined> {
  const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
  try {
    const { data } = await call('get', '/api/v1/graph', { query: asked, signal });
    return graphOfColumns(data as GraphColumns);
  } catch (error) {
    if (asApiError(error).status === 404) return undefined;
    throw error;
  }
}

/** A list to its end, or to as many pages as are read. */
async function all<T>(
  path: string,
  query: Record<string, unknown>,
  signal: AbortSignal,
  count: (rows: number) => void,
): Promise<{ rows: T[]; more: boolean }> {
  const rows: T[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const asked = Object.fromEntries(
      Object.entries({ ...query, after }).filter(([, value]) => value !== undefined),
    );
    // oxlint-disable-next-line no-await-in-loop -- each page names the next one
    const { data } = await call('get', path, { query: asked, signal });
    const { items, next } = data as { items: T[]; next?: string | null };
    rows.push(...items);
    count(items.length);
    if (!next) return { rows, more: false };
    after = next;
  }
  return { rows, more: true };
}
