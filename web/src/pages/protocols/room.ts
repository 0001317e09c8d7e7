import { ReadOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'protocols',
  routes: [
    { path: '/protocols', page: () => import('./Editions') },
    { path: '/protocols/trial', page: () => import('./TrialPage') },
    { path: '/protocols/:disease/:edition', page: () => import('./Rules') },
  ],
  menu: [{ path: '/protocols', label: 'ui-protocols-menu', icon: ReadOutlined, keys: 'g b' }],
});
