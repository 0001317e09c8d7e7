// Names of areas, units and users; links to subjects.
import { useQuery } from '@tanstack/react-query';
import { Go, useAddress } from '@/address';
import { call, useGet, type Ahead, type Schema } from '@/api';
import { useT } from '@/i18n';
import { pageOf } from '@/registry';
import { useSession } from '@/session';
import { soundZone } from './calendar';
import { PersonName, shortId } from './persons';
import { Said } from './said';

/** Rows of a page of a directory: the areas of a province are one. */
const PAGE = 2_000;
/** Pages of a directory that are read at once; what lies beyond is asked for one by one. */
const PAGES = 2;

/** A directory, so that a list of fifty rows is not fifty requests. It goes when the session ends. */
function bookOf<T>(path: '/api/v1/areas' | '/api/v1/units', key: (row: T) => string) {
  return {
    queryKey: ['book', path],
    staleTime: Infinity,
    gcTime: Infinity,
    meta: { still: true },
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const book = new Map<string, T>();
      let after: string | undefined;
      for (let page = 0; page < PAGES; page += 1) {
        const { data } = await call('get', path, {
          query: { limit: PAGE, ...(after ? { after } : {}) },
          signal,
        });
        const { items, next } = data as { items: T[]; next?: string | null };
        for (const row of items) book.set(key(row), row);
        if (!next) break;
        after = next;
      }
      return book;
    },
  };
}

function useBook<T>(path: '/api/v1/areas' | '/api/v1/units', key: (row: T) => string) {
  const session = useSession();
  return useQuery({ ...bookOf(path, key), enabled: session.state === 'in' });
}

const codeOfArea = (area: Schema<'Area'>) => area.code;
const idOfUnit = (unit: Schema<'Unit'>) => unit.id;

/** The directory of areas, ahead of the page: nearly every one names some. */
export const areasAhead: Ahead = (queries) => queries.prefetchQuery(bookOf('/api/v1/areas', codeOfArea));

/** An area by its code. */
export function useArea(code: string | undefined): Schema<'Area'> | undefined {
  const book = useBook<Schema<'Area'>>('/api/v1/areas', codeOfArea);
  const listed = code ? book.data?.get(code) : undefined;
  const asked = useGet(
    '/api/v1/areas/{code}',
    { path: { code: code ?? '' } },
    { still: true, now: true, enabled: code !== undefined && book.isSuccess && !listed },
  );
  return listed ?? asked.data;
}

/** All areas that are known here, by code: for choices. */
export function useAreas(): ReadonlyMap<string, Schema<'Area'>> | undefined {
  return useBook<Schema<'Area'>>('/api/v1/areas', codeOfArea).data;
}

/** All units that are known here, by id: for choices. */
export function useUnits(): ReadonlyMap<string, Schema<'Unit'>> | undefined {
  return useBook<Schema<'Unit'>>('/api/v1/units', idOfUnit).data;
}

/** A unit by its id. */
export function useUnit(id: string | undefined): Schema<'Unit'> | undefined {
  const book = useBook<Schema<'Unit'>>('/api/v1/units', idOfUnit);
  const listed = id ? book.data?.get(id) : undefined;
  const asked = useGet(
    '/api/v1/units/{id}',
    { path: { id: id ?? '' } },
    { still: true, now: true, enabled: id !== undefined && book.isSuccess && !listed },
  );
  return listed ?? asked.data;
}

/** The time zone of the area looked at, or of one's own. */
export function useZone(): string {
  const { area } = useAddress();
  const session = useSession();
  const own = session.state === 'in' ? session.me.grants[0]?.area : undefined;
  return soundZone(useArea(area ?? own)?.zone);
}

/** The name of an area; its code until that is known. */
export function Area({ code }: { code: string | null | undefined }) {
  const areas = useAreas();
  if (!code) return null;
  const listed = areas?.get(code);
  // Nearly all are listed, and a board names hundreds: only what is not is looked up.
  return areas && !listed ? <Unlisted code={code} /> : <Named area={listed} code={code} />;
}

function Unlisted({ code }: { code: string }) {
  return <Named area={useArea(code)} code={code} />;
}

function Named({ area, code }: { area: Schema<'Area'> | undefined; code: string }) {
  const { text } = useT();
  return <Said text={area ? text(area.name) : code} title={code} />;
}

/** The name of a unit. */
export function Unit({ id }: { id: string | null | undefined }) {
  const { text } = useT();
  const unit = useUnit(id ?? undefined);
  if (!id) return null;
  return <Said text={unit ? text(unit.name) : '…'} />;
}

/** Who it was, as far as that may be shown here: oneself by name, others by the end of their id. */
export function User({ id }: { id: string | null | undefined }) {
  const { t } = useT();
  const session = useSession();
  if (!id) return null;
  if (session.state === 'in' && session.me.user === id) {
    return <Said text={t('ui-user-self', { name: session.me.display_name })} />;
  }
  return <span title={id}>{t('ui-user-other', { id: shortId(id) })}</span>;
}

/** A link to the page of a subject, where a room has one; the word for it otherwise. A person is named by his name. */
export function SubjectLink({
  kind,
  id,
  children,
}: {
  kind: string;
  id: string;
  children?: React.ReactNode;
}) {
  const { word } = useT();
  const page = pageOf(kind, id);
  const own = kind === 'person' ? <PersonName id={id} /> : `${word('kind', kind)} …${shortId(id)}`;
  const label = children ?? own;
  return page ? <Go to={page}>{label}</Go> : <span>{label}</span>;
}
