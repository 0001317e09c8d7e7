import { UserOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'people',
  routes: [
    { path: '/persons', page: () => import('./Persons') },
    { path: '/persons/new', page: () => import('./Register') },
    { path: '/persons/matches', page: () => import('./Matches') },
    { path: '/persons/:id', page: () => import('./PersonDetail') },
    { path: '/persons/:id/looks', page: () => import('./Looks') },
    { path: '/households/:id', page: () => import('./HouseholdDetail') },
  ],
  menu: [
    {
      path: '/persons',
      label: 'ui-people-menu',
      icon: UserOutlined,
      may: 'register_person',
      keys: 'g i',
    },
  ],
  opens: { person: (id) => `/persons/${id}`, household: (id) => `/households/${id}` },
});
