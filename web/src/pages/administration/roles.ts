// The roles that a post may let somebody be, and the actions that a key may have; a test holds both to the matrix.
import type { Action, Role } from '@/session';

export const ROLES: readonly Role[] = [
  'commander',
  'office',
  'epidemiologist',
  'sentinel',
  'laboratory',
  'clinician',
  'community_worker',
  'isolation_site',
  'transport',
  'supervisor',
  'auditor',
  'integrator',
  'administrator',
];

/** What belongs to people alone: no key has it. */
export const PERSONAL: readonly Action[] = ['administer'];
