// Where the room begins: at the first of its pages that somebody may see.
import { Navigate, useLocation } from 'react-router';
import { carry } from '@/address';
import { allows } from '@/registry';
import { useMay } from '@/session';
import { TABS } from './tabs';

export default function Begin() {
  const may = useMay();
  const { search } = useLocation();
  const first = TABS.find((tab) => allows(may, tab.may))?.path ?? '/account';
  return <Navigate to={carry(first, new URLSearchParams(search))} replace />;
}
