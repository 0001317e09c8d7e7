import { expect, it } from 'vitest';
import type { Schema } from '@/api';
import { byTrouble } from './trouble';

const figure = (count: number) => ({ count, list: 'obligations', query: {} });
const unit = (
  name: string,
  overdue: number,
  soon: number,
  late: number,
  open: number,
): Schema<'UnitObligations'> => ({
  unit: name,
  name: { zh: name, en: name },
  area: 'a',
  role: 'cdc',
  unclosed: figure(open),
  due_soon: figure(soon),
  overdue: figure(overdue),
  escalated: figure(0),
  met: figure(9),
  met_late: figure(late),
});

it('puts units with what is late first, and leaves out those that owe nothing', () => {
  const lines = [
    unit('calm', 0, 0, 0, 5),
    unit('soon', 0, 3, 0, 3),
    unit('none', 0, 0, 0, 0),
    unit('late', 2, 0, 0, 2),
    unit('was-late', 0, 0, 1, 0),
  ];
  expect(byTrouble(lines).map(({ unit: name }) => name)).toEqual(['late', 'soon', 'was-late', 'calm']);
});
