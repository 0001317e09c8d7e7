// Where somebody lands: by his roles, else the first page of the menu.
import { Navigate, useLocation } from 'react-router';
import { carry } from '@/address';
import { homeOf } from '@/registry';
import { useMay, useMe } from '@/session';
import { Missing } from './Missing';

export function Home() {
  const me = useMe();
  const may = useMay();
  const { search } = useLocation();
  const roles = me.grants.map((grant) => grant.role);
  const home = homeOf(roles, may);
  return home ? <Navigate to={carry(home, new URLSearchParams(search))} replace /> : <Missing />;
}
