import { describe, expect, it } from 'vitest';
import { tabOf, type RoomTab } from './tabs';

const TABS: RoomTab[] = [
  { path: '/files', label: 'ui-home' },
  { path: '/files/jobs', label: 'ui-home' },
];

describe('tabs of a room', () => {
  it.each([
    ['/files', '/files'],
    ['/files/exports', '/files'],
    ['/files/jobs', '/files/jobs'],
    ['/files/jobs/17', '/files/jobs'],
    ['/filestore', undefined],
  ])('%s lies in %s', (pathname, path) => expect(tabOf(TABS, pathname)?.path).toBe(path));
});
