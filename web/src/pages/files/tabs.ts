// The pages of the room.
import type { RoomTab } from '@/parts';

export const TABS: readonly RoomTab[] = [
  { path: '/files/import', label: 'ui-files-tab-desk', may: 'import_cases' },
  { path: '/files/imports', label: 'ui-files-tab-imports', may: 'import_cases' },
  { path: '/files/mappings', label: 'ui-files-tab-mappings', may: 'import_cases' },
  { path: '/files/exports', label: 'ui-files-tab-exports', may: ['read_cases', 'read_orders'] },
  { path: '/files/jobs', label: 'ui-files-tab-jobs' },
];
