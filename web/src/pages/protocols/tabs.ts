// The pages of the room.
import type { RoomTab } from '@/parts';

export const TABS: readonly RoomTab[] = [
  { path: '/protocols', label: 'ui-protocols-tab-book' },
  { path: '/protocols/trial', label: 'ui-protocols-tab-trial' },
];
