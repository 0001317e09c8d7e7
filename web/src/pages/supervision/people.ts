// Who works in a unit: for choices, where one may know it.
import { useGet, type Schema } from '@/api';

/** The people of a unit; undefined where one may not know them, or does not yet. */
export function useMembers(unit: string | undefined): Schema<'Member'>[] | undefined {
  return useGet(
    '/api/v1/units/{id}/members',
    { path: { id: unit ?? '' } },
    { still: true, now: true, enabled: unit !== undefined },
  ).data?.items;
}

/** The posts of a unit. */
export function usePosts(unit: string | undefined): Schema<'Post'>[] | undefined {
  return useGet(
    '/api/v1/posts',
    { query: { unit, limit: 100 } },
    { still: true, now: true, enabled: unit !== undefined },
  ).data?.items;
}
