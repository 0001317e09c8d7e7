// The page of one duty.
import { useParams } from 'react-router';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { AlsoOpen, Loading, NamesSwitch, Page, Problem } from '@/parts';
import { ObligationView } from './ObligationView';

export default function ObligationPage() {
  const { id = '' } = useParams();
  const { text } = useT();
  const found = useGet('/api/v1/obligations/{id}', { path: { id } });
  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={8} />;
  return (
    <Page title={text(found.data.duty)} actions={<NamesSwitch />}>
      <AlsoOpen kind="obligation" id={id} />
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      <ObligationView detail={found.data} />
    </Page>
  );
}
