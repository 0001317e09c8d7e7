import { describe, expect, it } from 'vitest';
import { homeOf, pageOf, rooms, ROOMS, type Room } from './registry';

describe('rooms', () => {
  it('are named as everywhere, in one order, with addresses of their own', () => {
    for (const room of rooms) expect(ROOMS).toContain(room.name);
    const paths = rooms.flatMap((room) => room.routes.map((route) => route.path));
    expect(new Set(paths).size).toBe(paths.length);
    const keys = rooms.flatMap((room) => room.menu ?? []).flatMap((entry) => entry.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    for (const path of paths) expect(path).toMatch(/^\//);
    // Names of the API and of files are not pages.
    for (const path of paths) expect(path).not.toMatch(/^\/(api|assets|healthz|readyz)(\/|$)/);
  });

  it('lead in their menus to pages that there are', () => {
    const paths = new Set(rooms.flatMap((room) => room.routes.map((route) => route.path)));
    for (const { path } of rooms.flatMap((room) => room.menu ?? [])) expect(paths).toContain(path);
    for (const { home } of rooms) if (home) expect(paths).toContain(home.path);
  });

  it('find the page of a subject and the home of a role', () => {
    const some: Room[] = [
      {
        name: 'clinical',
        routes: [],
        opens: { case: (id) => `/cases/${id}` },
        home: { path: '/cases', roles: ['clinician'], rank: 50 },
      },
      {
        name: 'command',
        routes: [],
        home: { path: '/situation', roles: ['commander', 'clinician'], rank: 10 },
      },
    ];
    expect(pageOf('case', 'x', some)).toBe('/cases/x');
    expect(pageOf('order', 'x', some)).toBeUndefined();
    expect(homeOf(['clinician'], () => true, some)).toBe('/situation');
    expect(homeOf(['auditor'], () => true, some)).toBeUndefined();
  });
});
