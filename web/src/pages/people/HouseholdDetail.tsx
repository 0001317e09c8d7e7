// One household.
import { useParams } from 'react-router';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { Area, dayIn, Loading, NamesSwitch, Page, Problem, Section, shortId, useNow, useZone } from '@/parts';
import { Household } from './Households';

export default function HouseholdDetail() {
  const { id = '' } = useParams();
  const { t } = useT();
  const found = useGet('/api/v1/households/{id}', { path: { id } });
  const zone = useZone();
  const today = dayIn(useNow(), zone);
  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={4} />;
  return (
    <Page
      title={t('ui-people-household', { id: shortId(id) })}
      note={<Area code={found.data.area} />}
      actions={<NamesSwitch />}
    >
      <Section title={t('ui-people-members')}>
        <Household house={found.data} today={today} />
      </Section>
    </Page>
  );
}
