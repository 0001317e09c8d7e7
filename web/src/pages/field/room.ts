import { CarryOutOutlined, SendOutlined } from '@ant-design/icons';
import { OUTBOX } from '@/offline/places';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'field',
  routes: [
    { path: '/field', page: () => import('./Today'), frame: 'field' },
    { path: OUTBOX, page: () => import('./Sent'), frame: 'field' },
  ],
  menu: [
    {
      path: '/field',
      label: 'ui-field-menu',
      icon: CarryOutOutlined,
      may: 'carry_out_orders',
      keys: 'g f',
      phone: true,
    },
    {
      path: OUTBOX,
      label: 'ui-field-sent-menu',
      icon: SendOutlined,
      may: ['carry_out_orders', 'report_fever', 'record_test'],
    },
  ],
  home: { path: '/field', roles: ['community_worker'], rank: 10 },
});
