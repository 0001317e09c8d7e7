import { AuditOutlined, FileProtectOutlined, SwapOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'supervision',
  routes: [
    { path: '/obligations', page: () => import('./Board') },
    { path: '/obligations/sheet', page: () => import('./Sheet') },
    { path: '/obligations/:id', page: () => import('./ObligationPage') },
    { path: '/handovers', page: () => import('./Handovers') },
    { path: '/directives', page: () => import('./Directives') },
    { path: '/bulletins', page: () => import('./Bulletin') },
    { path: '/problems', page: () => import('./Problems') },
    { path: '/problems/:id', page: () => import('./ProblemPage') },
  ],
  menu: [
    {
      path: '/obligations',
      label: 'ui-supervision-menu',
      icon: FileProtectOutlined,
      may: 'read_obligations',
      keys: 'g o',
      phone: true,
    },
    {
      path: '/handovers',
      label: 'ui-supervision-handovers',
      icon: SwapOutlined,
      may: 'hand_over',
      keys: 'g h',
    },
    {
      path: '/problems',
      label: 'ui-supervision-problems',
      icon: AuditOutlined,
      may: 'read_obligations',
      keys: 'g p',
    },
  ],
  opens: {
    obligation: (id) => `/obligations/${id}`,
    problem: (id) => `/problems/${id}`,
    directive: (id) => `/problems?directive=${id}`,
    handover: (id) => `/handovers?open=${id}`,
  },
  home: { path: '/obligations', roles: ['supervisor'], rank: 20 },
});
