import { DashboardOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';
import { ahead } from './asked';

export default defineRoom({
  name: 'command',
  routes: [
    { path: '/situation', page: () => import('./Situation'), ahead },
    { path: '/situation/records/:list', page: () => import('./Records') },
  ],
  menu: [
    {
      path: '/situation',
      label: 'ui-command-menu',
      icon: DashboardOutlined,
      may: 'read_obligations',
      keys: 'g s',
      phone: true,
    },
  ],
  home: { path: '/situation', roles: ['commander', 'office'], rank: 10 },
});
