import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ACTION_TEXT, lendable } from './actions';

it('knows every action but those that are lent to nobody', () => {
  const [, ...lines] = readFileSync('../crates/authz/permissions.txt', 'utf8').trimEnd().split('\n');
  const actions = lines.map((line) => line.split(/\s+/)[0] ?? '');
  expect(lendable(actions)).toEqual(Object.keys(ACTION_TEXT));
  expect(actions.filter((action) => !(action in ACTION_TEXT))).toEqual(['erase_person', 'administer']);
});
