import { DashboardOutlined, ScheduleOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';
import { ahead } from './asked';

export default defineRoom({
  name: 'command',
  routes: [
    { path: '/situation', page: () => import('./Situation'), ahead },
    { path: '/situation/records/:list', page: () => import('./Records') },
    { path: '/tasks', page: () => import('./Tasks') },
    { path: '/tasks/:id', page: () => import('./TaskPage') },
    { path: '/meetings', page: () => import('./Meetings') },
    { path: '/documents', page: () => import('./Documents') },
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
    {
      path: '/tasks',
      label: 'ui-command-tasks',
      icon: ScheduleOutlined,
      may: 'read_obligations',
      keys: 'g k',
    },
  ],
  opens: {
    task: (id) => `/tasks/${id}`,
    delivery: () => '/documents',
    meeting: () => '/meetings',
    assessment: () => '/meetings',
  },
  home: { path: '/situation', roles: ['commander', 'office'], rank: 10 },
});
