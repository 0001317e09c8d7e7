import { ScheduleOutlined, SolutionOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'isolation',
  routes: [
    { path: '/orders', page: () => import('./OrderList') },
    { path: '/orders/new', page: () => import('./IssueOrder') },
    { path: '/orders/:id', page: () => import('./OrderDetail') },
    { path: '/schedules', page: () => import('./Schedule') },
  ],
  menu: [
    { path: '/orders', label: 'ui-isolation-menu', icon: SolutionOutlined, may: 'read_orders', keys: 'g m' },
    {
      path: '/schedules',
      label: 'ui-isolation-menu-schedule',
      icon: ScheduleOutlined,
      may: 'read_orders',
      keys: 'g y',
      phone: true,
    },
  ],
  opens: { order: (id) => `/orders/${id}` },
  home: { path: '/schedules', roles: ['isolation_site'], rank: 50 },
});
