import { BarcodeOutlined, ContainerOutlined, ExperimentOutlined, FileDoneOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'testing',
  routes: [
    { path: '/samples/take', page: () => import('./Take'), frame: 'field' },
    { path: '/samples', page: () => import('./Samples') },
    { path: '/results', page: () => import('./Results') },
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
    {
      path: '/samples',
      label: 'ui-testing-samples-menu',
      icon: ContainerOutlined,
      may: ['read_cases', 'record_test'],
      keys: 'g w',
    },
    {
      path: '/results',
      label: 'ui-testing-results-menu',
      icon: FileDoneOutlined,
      may: ['read_cases', 'record_test'],
      keys: 'g l',
    },
  ],
  home: { path: '/results/enter', roles: ['laboratory'], rank: 10 },
});
