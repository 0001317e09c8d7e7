import { NotificationOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'public',
  routes: [
    { path: '/daily-bulletins', page: () => import('./DailyBulletins') },
    { path: '/daily-bulletins/:id', page: () => import('./DailyBulletinPage') },
  ],
  menu: [
    {
      path: '/daily-bulletins',
      label: 'ui-public-bulletins',
      icon: NotificationOutlined,
      may: ['issue_directives', 'release_bulletins'],
      keys: 'g q',
    },
  ],
  opens: { daily_bulletin: (id) => `/daily-bulletins/${id}` },
});
