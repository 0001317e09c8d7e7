import { MedicineBoxOutlined } from '@ant-design/icons';
import { call } from '@/api';
import { defineRoom } from '@/room';

export default defineRoom({
  name: 'clinical',
  routes: [
    { path: '/cases', page: () => import('./CaseList') },
    { path: '/cases/:id', page: () => import('./CaseDetail') },
  ],
  menu: [
    {
      path: '/cases',
      label: 'ui-clinical-menu',
      icon: MedicineBoxOutlined,
      may: 'read_cases',
      keys: 'g c',
      phone: true,
    },
  ],
  opens: { case: (id) => `/cases/${id}` },
  home: { path: '/cases', roles: ['clinician'], rank: 50 },
  palette: [
    {
      label: 'ui-clinical-palette',
      may: 'read_cases',
      search: async (number, signal) => {
        const { data } = await call('get', '/api/v1/cases', { query: { number, limit: 5 }, signal });
        const { items } = data as { items: { id: string; number: string }[] };
        return items.map((row) => ({ id: row.id, label: row.number, path: `/cases/${row.id}` }));
      },
    },
  ],
});
