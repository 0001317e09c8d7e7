import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api';
import { assemble } from './assemble';
import { descent } from './model';
import { svgOf } from './svg';
import { layOut } from './layout';
import { planOf } from './plan';
import { walkOf } from './walk';

const oneCase = (id: string, rest: Partial<Schema<'Case'>> = {}) =>
  ({
    id: `case-${id}`,
    person: id,
    number: `N-${id}`,
    classification: 'confirmed',
    status: 'open',
    area: '140105',
    onset_on: '2022-07-01',
    opened_at: '2022-07-03T08:00:00+08:00',
    ...rest,
  }) as Schema<'Case'>;
const contact = (id: string, of: string, rest: Partial<Schema<'Contact'>> = {}) =>
  ({
    id: `contact-${id}-${of}`,
    person: id,
    case: `case-${of}`,
    class: 'close',
    status: 'reached',
    area: '140105',
    last_exposure_at: '2022-07-02T08:00:00+08:00',
    ...rest,
  }) as Schema<'Contact'>;
const exposure = (from: string, to: string, rest: Partial<Schema<'Exposure'>> = {}) =>
  ({
    id: `${from}>${to}`,
    from: { kind: 'person', id: from },
    to: { kind: 'person', id: to },
    kind: 'meal',
    setting: '',
    started_at: '2022-07-01T12:00:00+08:00',
    ended_at: '2022-07-01T13:00:00+08:00',
    transmission: false,
    protected: false,
    status: 'standing',
    ...rest,
  }) as Schema<'Exposure'>;

const graph = assemble({
  cases: [
    oneCase('a'),
    oneCase('b', { onset_on: null }),
    oneCase('b', { id: 'case-b-before', number: 'N-b0' }),
  ],
  contacts: [
    contact('x', 'a', { class: 'secondary' }),
    contact('x', 'b'),
    contact('y', 'a'),
    contact('z', 'a', { status: 'retracted' }),
    contact('b', 'a', { status: 'became_case' }),
  ],
  exposures: [
    exposure('a', 'b', { transmission: true }),
    exposure('a', 'x'),
    exposure('x', 'gone', { status: 'retracted' }),
    exposure('a', 'p', { to: { kind: 'place', id: 'p' } }),
    exposure('b', '~o', {
      to: { kind: 'person', outside: { pseudonym: '~o', area: '1401', contact: { class: 'close' } } },
    }),
  ],
  truncated: false,
});

describe('a graph out of records', () => {
  it('draws a person once, as a case where he is one, with his last episode and closest standing', () => {
    expect(graph.nodes.map(({ key, kind, class: of }) => [key, kind, of])).toEqual([
      ['a', 'case', 'confirmed'],
      ['b', 'case', 'confirmed'],
      ['x', 'contact', 'close'],
      ['y', 'contact', 'close'],
      ['p', 'place', 'place'],
      ['~o', 'contact', 'close'],
    ]);
    expect(graph.nodes[1]).toMatchObject({ number: 'N-b', on: '2022-07-03', onset: false });
    expect(graph.nodes[5]).toMatchObject({ outside: true, area: '1401' });
  });

  it('ties contacts without an exposure to their case, and nobody twice', () => {
    const named = graph.links.map(({ from, to }) => `${graph.nodes[from]?.key}-${graph.nodes[to]?.key}`);
    expect(named).toEqual(['a-b', 'a-x', 'a-p', 'b-~o', 'b-x', 'a-y']);
  });

  it('is walked through by keys', () => {
    const walk = walkOf(graph, descent(graph));
    expect(walk.first()).toBe(0);
    expect(walk.go(0, 'on')).toBe(1);
    expect(walk.go(1, 'back')).toBe(0);
    expect(walk.go(1, 'next')).toBe(2);
    expect(walk.go(2, 'before')).toBe(1);
    expect(walk.go(2, 'back')).toBe(0);
    expect(walk.go(0, 'back')).toBeUndefined();
    expect(walk.go(0, 'next')).toBeUndefined();
  });

  it('is written as a drawing that names nobody', () => {
    const known = descent(graph);
    const placed = layOut(planOf(graph, known), 'generation');
    const svg = svgOf({ graph, descent: known, kind: 'generation', placed }, 'DRILL <1> & "2"', 'light');
    expect(svg).toContain('DRILL &lt;1&gt; &amp; &quot;2&quot;');
    expect(svg).not.toContain('N-a');
    expect(svg).not.toContain('case-a');
    expect(svg.match(/<circle|<rect x|M[\d.-]+ [\d.-]+L[\d.-]+ [\d.-]+L/g)?.length).toBe(
      graph.nodes.length + 1,
    );
    expect(new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector('parsererror')).toBeNull();
  });
});
