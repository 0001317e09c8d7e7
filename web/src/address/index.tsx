// What is looked at stands in the address: area, disease, moment, filters. It can be sent to a colleague, and the back
// button does what it should. No personal value ever stands there.
import { createContext, use, useCallback, useMemo, type ReactNode } from 'react';
import { Link, useLocation, useNavigate, useSearchParams, type LinkProps } from 'react-router';

/** The parameters that belong to the shell and go along with every link. */
export const CARRIED = ['area', 'disease', 'as_of', 'wall'] as const;
type Carried = (typeof CARRIED)[number];

export interface Looked {
  /** Code of the area looked at; absent: all of one's own. */
  area: string | undefined;
  disease: string | undefined;
  /** The moment looked at; absent: now. */
  asOf: string | undefined;
  /** On a wall: no frame around the page. */
  wall: boolean;
}

/** What is looked at, from a query. */
export function lookedAt(search: URLSearchParams): Looked {
  const moment = search.get('as_of');
  return {
    area: search.get('area') ?? undefined,
    disease: search.get('disease') ?? undefined,
    asOf: moment && !Number.isNaN(Date.parse(moment)) ? moment : undefined,
    wall: search.has('wall'),
  };
}

/** An address of the console with what is carried along added; what the address says itself stays. */
export function carry(to: string, search: URLSearchParams): string {
  const [path = '', query = ''] = to.split('?');
  const next = new URLSearchParams(query);
  for (const name of CARRIED) {
    const value = search.get(name);
    if (value !== null && !next.has(name)) next.set(name, value);
  }
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}

export interface AddressHandle extends Looked {
  set: (change: Partial<Record<Carried, string | undefined>>) => void;
}

/** What is looked at, and how to look at something else. */
export function useAddress(): AddressHandle {
  const [search, setSearch] = useSearchParams();
  const set = useCallback<AddressHandle['set']>(
    (change) =>
      setSearch((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value === undefined) next.delete(name);
          else next.set(name, value);
        }
        return next;
      }),
    [setSearch],
  );
  return useMemo(() => ({ ...lookedAt(search), set }), [search, set]);
}

/** Sets filters in the address, several at once; undefined takes one away. Replaces the entry of the history. */
export function useSetFilters(): (change: Record<string, string | undefined>) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (change) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(change)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
}

/** A filter in the address; an empty one is not there. */
export function useFilter(name: string): [string | undefined, (value: string | undefined) => void] {
  const [search] = useSearchParams();
  const setFilters = useSetFilters();
  const set = useCallback((value: string | undefined) => setFilters({ [name]: value }), [name, setFilters]);
  return [search.get(name) ?? undefined, set];
}

/** A link within the console: keeps area, disease and moment. */
export function Go({ to, ...rest }: Omit<LinkProps, 'to'> & { to: string }) {
  const { search } = useLocation();
  return <Link {...rest} to={carry(to, new URLSearchParams(search))} />;
}

/** Goes to a page of the console: keeps area, disease and moment. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  const { search } = useLocation();
  return useCallback(
    (to, options) => void navigate(carry(to, new URLSearchParams(search)), options),
    [navigate, search],
  );
}

const Always = createContext(false);
/** Around what is always of now, whatever moment is looked at. */
export function OfNow({ children }: { children: ReactNode }) {
  return <Always value={true}>{children}</Always>;
}
export const useIsOfNow = (): boolean => use(Always);
