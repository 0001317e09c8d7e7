import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROLES } from './roles';

describe('roles', () => {
  it('are those of the matrix, in its order', () => {
    const [head = ''] = readFileSync('../crates/authz/permissions.txt', 'utf8').split('\n');
    expect(ROLES).toEqual(head.trim().split(/\s+/));
  });
});
