// The types of operations, from docs/openapi.json.
import type { components, paths } from '@/generated/schema';

export type { paths };
/** A type of the API by its name: `Schema<'Case'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

type Verb = 'get' | 'post';
/** Paths that have the verb. */
export type PathOf<V extends Verb> = {
  [P in keyof paths]: paths[P][V] extends undefined ? never : [paths[P][V]] extends [never] ? never : P;
}[keyof paths];
type Operation<V extends Verb, P extends PathOf<V>> = NonNullable<paths[P][V]>;

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type Responses<O> = O extends { responses: infer R } ? R : never;
/** What an operation answers. */
export type Reply<V extends Verb, P extends PathOf<V>> =
  Responses<Operation<V, P>> extends { 200: infer R }
    ? Json<R>
    : Responses<Operation<V, P>> extends { 202: infer R }
      ? Json<R>
      : undefined;

type Parameters<O> = O extends { parameters: infer R } ? R : never;
type PathPart<O> = Parameters<O> extends { path: infer T } ? { path: T } : { path?: undefined };
type QueryPart<O> =
  Parameters<O> extends { query: infer T }
    ? { query: T }
    : Parameters<O> extends { query?: infer T }
      ? { query?: T }
      : { query?: undefined };
/** What an operation is asked with. */
export type Parts<V extends Verb, P extends PathOf<V>> = PathPart<Operation<V, P>> &
  QueryPart<Operation<V, P>>;

/** The body of a POST. */
export type Body<P extends PathOf<'post'>> =
  Operation<'post', P> extends { requestBody: { content: { 'application/json': infer T } } }
    ? T
    : Operation<'post', P> extends { requestBody?: { content: { 'application/json': infer T } } }
      ? T | undefined
      : undefined;

/** Paths of lists by cursor. */
export type ListPath = {
  [P in PathOf<'get'>]: Reply<'get', P> extends { items: unknown[] } ? P : never;
}[PathOf<'get'>];
/** A row of a list. */
export type Row<P extends ListPath> = Reply<'get', P> extends { items: (infer T)[] } ? T : never;
