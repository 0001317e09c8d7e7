import { BarcodeOutlined, ExperimentOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'testing',
  routes: [
    { path: '/samples/take', page: () => import('./Take'), frame: 'field' },
    { path: '/results/enter', page: () => import('./Enter') },
  ],
  menu: [
    {
      path: '/samples/take',
      label: 'ui-testing-take-menu',
      icon: ExperimentOutlined,
      may: 'record_test',
      keys: 'g t',
      phone: true,
    },
    {
      path: '/results/enter',
      label: 'ui-testing-enter-menu',
      icon: BarcodeOutlined,
      may: 'record_test',
      keys: 'g e',
    },
  ],
  home: { path: '/results/enter', roles: ['laboratory'], rank: 10 },
});
