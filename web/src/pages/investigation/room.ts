import { ApartmentOutlined, SwapOutlined, TeamOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'investigation',
  routes: [
    { path: '/contacts', page: () => import('./ContactList') },
    { path: '/contacts/:id', page: () => import('./ContactDetail') },
    { path: '/exposures', page: () => import('./ExposureList') },
    { path: '/exposures/:id', page: () => import('./ExposureDetail') },
    { path: '/graph', page: () => import('./graph/GraphPage') },
  ],
  menu: [
    {
      path: '/contacts',
      label: 'ui-investigation-menu-contacts',
      icon: TeamOutlined,
      may: 'read_cases',
      keys: 'g n',
    },
    {
      path: '/exposures',
      label: 'ui-investigation-menu-exposures',
      icon: SwapOutlined,
      may: 'read_cases',
      keys: 'g x',
    },
    {
      path: '/graph',
      label: 'ui-investigation-menu-graph',
      icon: ApartmentOutlined,
      may: 'read_cases',
      keys: 'g g',
    },
  ],
  opens: { contact: (id) => `/contacts/${id}`, exposure: (id) => `/exposures/${id}` },
});
