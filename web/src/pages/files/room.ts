import { FolderOpenOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'files',
  routes: [
    { path: '/files', page: () => import('./Begin') },
    { path: '/files/import', page: () => import('./desk/Desk') },
    { path: '/files/imports', page: () => import('./Imports') },
    { path: '/files/imports/:id', page: () => import('./ImportDetail') },
    { path: '/files/mappings', page: () => import('./Mappings') },
    { path: '/files/exports', page: () => import('./Exports') },
    { path: '/files/jobs', page: () => import('./Jobs') },
    { path: '/files/jobs/:id', page: () => import('./job/JobDetail') },
  ],
  menu: [
    {
      path: '/files',
      label: 'ui-files-menu',
      icon: FolderOpenOutlined,
      may: ['import_cases', 'read_cases', 'administer'],
      keys: 'g j',
    },
  ],
  opens: { import: (id) => `/files/imports/${id}`, job: (id) => `/files/jobs/${id}` },
});
