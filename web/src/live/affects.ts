// What a change makes stale: events of the server and answers to commands.
import type { Query, QueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/types';
import { isReceipt } from '@/api/receipts';
import type { ReadKey } from '@/api/queries';

export type Change = Schema<'Change'>;

/** Collections in which subjects of a kind are listed. */
const COLLECTIONS: Record<string, readonly string[]> = {
  case: ['/cases', '/chains', '/epi_curve', '/holds'],
  contact: ['/contacts', '/cases'],
  exposure: ['/exposures', '/cases', '/chains'],
  order: ['/orders', '/schedules', '/cases'],
  person: ['/persons', '/cases', '/contacts', '/orders', '/visits', '/households', '/holds'],
  visit: ['/visits'],
  sample: ['/cases', '/persons', '/schedules', '/samples'],
  obligation: ['/obligations'],
  shift: ['/shifts'],
  post: ['/posts', '/shifts', '/delegations'],
  directive: ['/problems', '/directives', '/tasks'],
  task: ['/tasks', '/directives'],
  delivery: ['/deliveries'],
  assessment: ['/assessments'],
  problem: ['/problems'],
  area: ['/areas', '/zones', '/holds'],
  unit: ['/units', '/posts'],
  handover: ['/handovers', '/cases'],
  glass: ['/break_glass'],
  import: ['/imports'],
  job: ['/jobs'],
  file: ['/files'],
};

/** What every fact may move: duties follow from facts, numbers are made of them, histories hold them. */
const ALWAYS = ['/obligations', '/lists', '/facts', '/schedules', '/situation'];

const PREFIX = '/api/v1';

/** Collections that a change of subjects of these kinds makes stale. */
export function staleCollections(kinds: Iterable<string>): ReadonlySet<string> {
  const stale = new Set(ALWAYS);
  for (const kind of kinds) for (const name of COLLECTIONS[kind] ?? [`/${kind}s`]) stale.add(name);
  return stale;
}

/** Whether an answer that was kept is of one of these collections. */
export function isStale(query: Pick<Query, 'queryKey' | 'meta'>, stale: ReadonlySet<string>): boolean {
  const [read, path] = query.queryKey as unknown as ReadKey;
  if (read !== 'read' || query.meta?.['still']) return false;
  const rest = path.slice(PREFIX.length);
  const end = rest.indexOf('/', 1);
  return stale.has(end < 0 ? rest : rest.slice(0, end));
}

function refresh(queries: QueryClient, kinds: Iterable<string>): void {
  const stale = staleCollections(kinds);
  void queries.invalidateQueries({ predicate: (query) => isStale(query, stale) });
}

/** After events: they come in bursts, so a burst is one refresh. */
export function collector(
  queries: QueryClient,
  pause = 400,
): { take: (change: Change) => void; stop: () => void } {
  let kinds = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    take(change) {
      kinds.add(change.subject.kind);
      timer ??= setTimeout(() => {
        timer = undefined;
        const burst = kinds;
        kinds = new Set();
        refresh(queries, burst);
      }, pause);
    },
    stop: () => clearTimeout(timer),
  };
}

/** After a command of one's own: at once, without waiting for the event. */
export function afterCommand(queries: QueryClient, answer: unknown): void {
  if (isReceipt(answer))
    refresh(
      queries,
      answer.facts.map((fact) => fact.subject.kind),
    );
  else void queries.invalidateQueries({ predicate: (query) => !query.meta?.['still'] });
}
