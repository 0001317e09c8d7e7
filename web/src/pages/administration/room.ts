import { SettingOutlined, UserOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'administration',
  routes: [
    { path: '/administration', page: () => import('./Begin') },
    { path: '/administration/areas', page: () => import('./areas/Areas') },
    { path: '/administration/areas/:code', page: () => import('./areas/AreaDetail') },
    { path: '/administration/posts', page: () => import('./users/Posts') },
    { path: '/administration/users', page: () => import('./users/Users') },
    { path: '/administration/users/:id', page: () => import('./users/UserDetail') },
    { path: '/administration/audit', page: () => import('./audit/Audit') },
    { path: '/administration/glass', page: () => import('./Glass') },
    { path: '/administration/law', page: () => import('./law/Law') },
    { path: '/administration/law/:id', page: () => import('./law/CertificateDetail') },
    { path: '/administration/health', page: () => import('./Health') },
    { path: '/administration/installation', page: () => import('./Installation') },
    { path: '/account', page: () => import('./account/Account') },
  ],
  menu: [
    {
      path: '/administration',
      label: 'ui-administration-menu',
      icon: SettingOutlined,
      may: ['administer', 'read_audit', 'review_glass', 'erase_person'],
      keys: 'g a',
    },
  ],
  own: [{ path: '/account', label: 'ui-administration-account', icon: UserOutlined, keys: 'g u' }],
  opens: {
    user: (id) => `/administration/users/${id}`,
    glass: () => '/administration/glass',
  },
  home: { path: '/administration', roles: ['administrator', 'auditor'], rank: 90 },
});
