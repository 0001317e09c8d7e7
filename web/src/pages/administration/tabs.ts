// The pages of the room.
import type { RoomTab } from '@/parts';
import type { Action } from '@/session';

/** A page of the room; `whole`: what it takes in every root area. */
export interface Tab extends RoomTab {
  whole?: Action;
}

export const TABS: readonly Tab[] = [
  { path: '/administration/areas', label: 'ui-administration-tab-areas', may: 'administer' },
  { path: '/administration/posts', label: 'ui-administration-tab-posts', may: 'administer' },
  { path: '/administration/users', label: 'ui-administration-tab-users', may: 'administer' },
  { path: '/administration/audit', label: 'ui-administration-tab-audit', may: 'read_audit' },
  { path: '/administration/glass', label: 'ui-administration-tab-glass', may: 'review_glass' },
  { path: '/administration/law', label: 'ui-administration-tab-law', may: 'erase_person' },
  {
    path: '/administration/health',
    label: 'ui-administration-tab-health',
    may: 'administer',
    whole: 'administer',
  },
  {
    path: '/administration/installation',
    label: 'ui-administration-tab-installation',
    may: 'administer',
    whole: 'administer',
  },
];
