// The graph out of lists of records. Pure.
import type { Schema } from '@/api';
import type { ExposureGraph, GraphLink, GraphNode } from './model';

type Case = Schema<'Case'>;
type Contact = Schema<'Contact'>;
type Exposure = Schema<'Exposure'>;

export interface Records {
  cases: readonly Case[];
  contacts: readonly Contact[];
  exposures: readonly Exposure[];
  truncated: boolean;
}

/** The classes of contacts, the closest first: of several standings of one person the closest is shown. */
const CLOSENESS: readonly string[] = ['close', 'secondary', 'general', 'venue', 'companion'];

export function assemble({ cases, contacts, exposures, truncated }: Records): ExposureGraph {
  const nodes: GraphNode[] = [];
  const at = new Map<string, number>();
  const add = (node: GraphNode): number => {
    const known = at.get(node.key);
    if (known !== undefined) return known;
    at.set(node.key, nodes.length);
    nodes.push(node);
    return nodes.length - 1;
  };
  // Lists come newest first: of several episodes of one person the last is the one that is drawn.
  for (const one of cases) add(caseNode(one));
  const standings = [...contacts].sort((a, b) => CLOSENESS.indexOf(a.class) - CLOSENESS.indexOf(b.class));
  for (const one of standings) if (one.status !== 'retracted') add(contactNode(one));
  const links: GraphLink[] = [];
  const tied = new Set<string>();
  for (const one of exposures) {
    if (one.status !== 'standing') continue;
    const [from, to] = [add(endNode(one.from)), add(endNode(one.to))];
    tied.add(pair(from, to));
    links.push({
      key: one.id,
      from,
      to,
      kind: one.kind,
      setting: one.setting,
      started: one.started_at,
      ended: one.ended_at,
      transmission: one.transmission,
    });
  }
  const caseAt = new Map(cases.map((one) => [one.id, at.get(one.person)]));
  for (const one of standings) {
    // A contact that a list brought, without an exposure of its own: tied to its case all the same.
    const [from, to] = [caseAt.get(one.case), at.get(one.person)];
    if (from === undefined || to === undefined || from === to || tied.has(pair(from, to))) continue;
    tied.add(pair(from, to));
    links.push({
      key: one.id,
      from,
      to,
      kind: '',
      setting: '',
      ended: one.last_exposure_at,
      transmission: false,
    });
  }
  return { nodes, links, truncated };
}

const pair = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function caseNode(one: Case): GraphNode {
  return {
    key: one.person,
    kind: 'case',
    record: one.id,
    person: one.person,
    number: one.number,
    class: one.classification,
    status: one.status,
    area: one.area,
    on: one.onset_on ?? one.opened_at.slice(0, 10),
    onset: Boolean(one.onset_on),
  };
}

function contactNode(one: Contact): GraphNode {
  return {
    key: one.person,
    kind: 'contact',
    record: one.id,
    person: one.person,
    class: one.class,
    status: one.status,
    area: one.area,
    on: one.last_exposure_at.slice(0, 10),
  };
}

/** Somebody or something that an exposure names and no list has brought. */
function endNode({ kind, id, outside }: Schema<'ExposureEnd'>): GraphNode {
  if (outside) {
    const { case: known, contact, pseudonym, area } = outside;
    return {
      key: pseudonym,
      kind: known ? 'case' : 'contact',
      class: known?.classification ?? contact?.class ?? 'none',
      outside: true,
      ...((known?.area ?? area) ? { area: known?.area ?? area ?? '' } : {}),
    };
  }
  const key = id ?? '';
  if (kind === 'person') return { key, kind: 'contact', person: key, class: 'none' };
  return { key, kind: 'place', class: kind };
}
