import { CalendarOutlined, UserSwitchOutlined } from '@ant-design/icons';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'duty',
  routes: [
    { path: '/duty', page: () => import('./Roster') },
    { path: '/delegations', page: () => import('./Delegations') },
  ],
  menu: [
    { path: '/duty', label: 'ui-duty-menu', icon: CalendarOutlined, may: 'read_obligations', keys: 'g d' },
    { path: '/delegations', label: 'ui-duty-delegations', icon: UserSwitchOutlined, may: 'hand_over' },
  ],
  opens: { shift: () => '/duty', post: (id) => `/duty?post=${id}` },
});
