// Posts and people of units, by name.
import { useMemo } from 'react';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Said, User } from '@/parts';

export type Member = Schema<'Member'>;
export type Post = Schema<'Post'>;

/** The people of a unit; undefined where one may not know them, or does not yet. */
export function useMembers(unit: string | undefined): Member[] | undefined {
  return useGet(
    '/api/v1/units/{id}/members',
    { path: { id: unit ?? '' } },
    { still: true, now: true, enabled: unit !== undefined },
  ).data?.items;
}

/** Posts of the area looked at, by id. */
export function usePosts(area: string | undefined): ReadonlyMap<string, Post> | undefined {
  const { data } = useGet('/api/v1/posts', { query: { area, limit: 500 } }, { still: true, now: true });
  return useMemo(() => data && new Map(data.items.map((post) => [post.id, post])), [data]);
}

/** Who stands a turn, by name where one may know it. */
export function Holder({ unit, user }: { unit: string; user: string | null | undefined }) {
  const members = useMembers(user ? unit : undefined);
  if (!user) return null;
  const known = members?.find((one) => one.user === user);
  return known ? <Said text={known.display_name} /> : <User id={user} />;
}

/** A post by its name. */
export function PostName({ of, posts }: { of: string; posts: ReadonlyMap<string, Post> | undefined }) {
  const { t, text } = useT();
  const post = posts?.get(of);
  return post ? <Said text={text(post.name)} /> : <span>{t('ui-duty-post')}</span>;
}
