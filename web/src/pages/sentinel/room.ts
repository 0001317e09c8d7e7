import { AlertOutlined, HistoryOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'sentinel',
  routes: [
    { path: '/sentinel', page: () => import('./Report'), frame: 'field' },
    { path: '/sentinel/visits', page: () => import('./Visits'), frame: 'field' },
  ],
  menu: [
    {
      path: '/sentinel',
      label: 'ui-sentinel-menu',
      icon: AlertOutlined,
      may: 'report_fever',
      keys: 'g r',
      phone: true,
    },
    {
      path: '/sentinel/visits',
      label: 'ui-sentinel-visits-menu',
      icon: HistoryOutlined,
      may: 'report_fever',
      keys: 'g v',
    },
  ],
  opens: { visit: () => '/sentinel/visits' },
  home: { path: '/sentinel', roles: ['sentinel'], rank: 10 },
});
