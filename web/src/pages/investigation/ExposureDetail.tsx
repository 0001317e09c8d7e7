// One exposure: what is known of it, and taking it back. There is no look-up of one in the interface: its facts say it.
import { Button } from 'antd';
import { useParams } from 'react-router';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import {
  Empty,
  FactTimeline,
  Loading,
  Page,
  Problem,
  Section,
  shortId,
  SubjectLink,
  WithReason,
} from '@/parts';
import { useMay } from '@/session';

export default function ExposureDetail() {
  const { id = '' } = useParams();
  const { t } = useT();
  const may = useMay();
  const found = useGet('/api/v1/facts', { query: { subject_kind: 'exposure', subject: id } });
  const retract = useCommand('/api/v1/exposures/{id}/retract');
  const facts = found.data?.items ?? [];
  const standing = facts.length > 0 && !facts.some((fact) => fact.kind === 'exposure_retracted');
  const ends = facts.find((fact) => fact.kind === 'exposure_recorded')?.refs ?? [];
  return (
    <Page
      title={t('ui-investigation-one-exposure', { id: shortId(id) })}
      actions={
        standing && may('trace_contacts') ? (
          <WithReason
            title={t('ui-investigation-retract')}
            confirm={(reason) => void retract.run({ path: { id }, body: { reason } })}
          >
            <Button danger loading={retract.pending} disabled={retract.barred}>
              {t('ui-investigation-retract')}
            </Button>
          </WithReason>
        ) : undefined
      }
    >
      <Problem error={found.error} retry={found.refetch} />
      <Problem error={retract.problem} />
      {ends.length > 0 && (
        <Section title={t('ui-investigation-about')}>
          <ul>
            {ends.map((end) => (
              <li key={end.id}>
                <SubjectLink kind={end.kind} id={end.id} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('ui-investigation-history')}>
        {!found.data ? (
          !found.error && <Loading />
        ) : facts.length === 0 ? (
          <Empty>{t('ui-investigation-exposure-none')}</Empty>
        ) : (
          <FactTimeline facts={facts} of={{ kind: 'exposure', id }} />
        )}
      </Section>
    </Page>
  );
}
