import { describe, expect, it } from 'vitest';
import { rungs, type Detail } from './ladder';

const at = (hour: number) => `2022-07-06T${String(hour).padStart(2, '0')}:00:00Z`;
const detail = (state: string, more: Partial<Detail> = {}): Detail =>
  ({
    state,
    warn_at: at(8),
    due_at: at(9),
    escalations: [],
    ladder: [
      { step: 1, level: 'county', role: 'cdc', at: at(9) },
      { step: 2, level: 'prefecture', role: 'cdc', at: at(11), unit: 'u2' },
    ],
    ...more,
  }) as Detail;
const standings = (one: Detail, hour: number) =>
  rungs(one, Date.parse(at(hour))).map(({ standing }) => standing);

describe('the ladder', () => {
  it('says what comes if nothing is done', () => {
    expect(standings(detail('open'), 7)).toEqual(['next', 'coming', 'coming', 'coming']);
    expect(standings(detail('warned'), 8)).toEqual(['passed', 'next', 'coming', 'coming']);
  });

  it('says who was told, and who will be', () => {
    const late = detail('overdue', {
      escalations: [{ step: 1, level: 'county', to_unit: 'u1', at: at(9), recorded_at: at(10) }],
    });
    expect(rungs(late, Date.parse(at(10))).slice(2)).toEqual([
      {
        kind: 'told',
        at: at(9),
        standing: 'passed',
        step: 1,
        level: 'county',
        role: 'cdc',
        unit: 'u1',
        recordedAt: at(10),
      },
      {
        kind: 'told',
        at: at(11),
        standing: 'next',
        step: 2,
        level: 'prefecture',
        role: 'cdc',
        unit: 'u2',
        recordedAt: undefined,
      },
    ]);
  });

  it('spares whoever was not told before it was closed', () => {
    const met = detail('met_late', {
      closed_at: at(10),
      escalations: [{ step: 1, level: 'county', to_unit: 'u1', at: at(9), recorded_at: at(9) }],
    });
    expect(standings(met, 23)).toEqual(['passed', 'passed', 'passed', 'spared']);
    expect(standings(detail('met', { closed_at: at(7) }), 23)).toEqual([
      'spared',
      'spared',
      'spared',
      'spared',
    ]);
  });
});
