// Who was seen at the sentinel: what was reported, where they went, and a sample where one may be taken.
import { useState } from 'react';
import { useList, type Row } from '@/api';
import { useT } from '@/i18n';
import { offline, useOffline, type QueuedCommand } from '@/offline';
import { instantText, soundZone } from '@/parts/calendar';
import { Page } from '@/parts/page';
import { Loading, Problem } from '@/parts/states';
import { SwabSheet } from '@/parts/round/SwabSheet';
import { useWho } from '@/parts/round/who';
import { Big, Note, OneOf } from '@/parts/touch';
import { useMay, useMe } from '@/session';
import styles from './sentinel.module.css';
import { usePlace } from './usePlace';

type Visit = Row<'/api/v1/visits'>;
const DISPOSITIONS = ['held', 'handed_over', 'discharged'] as const;
type Disposition = (typeof DISPOSITIONS)[number];

export default function Visits() {
  const { t } = useT();
  const me = useMe();
  const { reached } = useOffline();
  const place = usePlace();
  const [ours, setOurs] = useState(true);
  const unit = ours ? (me.unit ?? undefined) : undefined;
  const { rows, error, loading, more, loadingMore, loadMore, refetch } = useList('/api/v1/visits', {
    query: { limit: 30, ...(unit ? { unit } : {}) },
  });
  return (
    <Page title={t('ui-sentinel-visits')}>
      {me.unit && (
        <OneOf
          label={t('ui-sentinel-of')}
          options={[
            { value: 'ours', label: t('ui-sentinel-of-ours') },
            { value: 'all', label: t('ui-sentinel-of-all') },
          ]}
          columns={2}
          value={ours ? 'ours' : 'all'}
          choose={(value) => setOurs(value !== 'all')}
          required
        />
      )}
      {!reached && <Note tone="warn">{t('ui-sentinel-visits-offline')}</Note>}
      {!rows && loading && <Loading rows={5} />}
      {error && reached && <Problem error={error} retry={refetch} />}
      {rows?.length === 0 && <Note tone="calm">{t('ui-sentinel-visits-none')}</Note>}
      <ul className={styles['visits']}>
        {rows?.map((visit) => (
          <One key={visit.id} visit={visit} zone={place?.zone ?? soundZone(undefined)} />
        ))}
      </ul>
      {more && (
        <Big wide disabled={loadingMore} onClick={() => void loadMore()}>
          {t(loadingMore ? 'ui-loading' : 'ui-list-more')}
        </Big>
      )}
    </Page>
  );
}

function One({ visit, zone }: { visit: Visit; zone: string }) {
  const { t, word, language } = useT();
  const may = useMay();
  const { entries } = useOffline();
  const [open, setOpen] = useState(false);
  const [swab, setSwab] = useState(false);
  const [failed, setFailed] = useState(false);
  const who = useWho()(undefined, visit.person);
  const at = (instant: string) => instantText(instant, 'minute', language, zone);
  const own = entries.filter(({ content, state }) => state !== 'refused' && content?.command.id === visit.id);
  const disposed = own
    .map(({ content }) => content?.command)
    .find((command) => command?.path === '/api/v1/visits/{id}/dispose');
  const waiting = own.some(({ state }) => state === 'waiting');
  const disposition =
    visit.disposition ??
    (disposed?.path === '/api/v1/visits/{id}/dispose' ? disposed.body.disposition : undefined);
  const reported =
    visit.reported_at ?? own.find(({ content }) => content?.command.path === '/api/v1/visits/{id}/report');
  const record = (command: QueuedCommand) => {
    offline.add({ command, person: visit.person }).catch(() => setFailed(true));
  };
  return (
    <li className={styles['visit']} data-withdrawn={visit.withdrawn ? '' : undefined}>
      <div className={styles['visitHead']}>
        <strong>{at(visit.seen_at)}</strong>
        <span className={styles['quiet']}>{who}</span>
      </div>
      <div>
        {[
          ...(visit.temperature_c
            ? [t('ui-sentinel-degrees', { value: visit.temperature_c.toFixed(1) })]
            : []),
          ...visit.symptoms.map((symptom) => word('symptom', symptom)),
        ].join(' · ')}
      </div>
      <div className={styles['quiet']}>
        {visit.withdrawn
          ? t('ui-sentinel-withdrawn')
          : [
              visit.reported_at
                ? t('ui-sentinel-reported', { when: at(visit.reported_at) })
                : t('ui-sentinel-not-reported'),
              ...(disposition ? [word('state', disposition)] : []),
              ...(waiting ? [t('ui-sentinel-waiting')] : []),
            ].join(' · ')}
      </div>
      {!visit.withdrawn && (
        <div className={styles['acts']}>
          {!reported && (
            <Big
              kind="primary"
              onClick={() => record({ path: '/api/v1/visits/{id}/report', id: visit.id, body: {} })}
            >
              {t('ui-sentinel-report-now')}
            </Big>
          )}
          {!disposition && !open && <Big onClick={() => setOpen(true)}>{t('ui-sentinel-dispose')}</Big>}
          {may('record_test') && <Big onClick={() => setSwab(true)}>{t('ui-sentinel-swab')}</Big>}
        </div>
      )}
      {open && !disposition && (
        <OneOf<Disposition>
          label={t('ui-sentinel-dispose')}
          options={DISPOSITIONS.map((value) => ({ value, label: word('state', value) }))}
          columns={3}
          value={undefined}
          choose={(value) => {
            if (value)
              record({ path: '/api/v1/visits/{id}/dispose', id: visit.id, body: { disposition: value } });
          }}
        />
      )}
      {failed && <Note tone="late">{t('ui-round-not-kept')}</Note>}
      {swab && (
        <SwabSheet
          person={visit.person}
          disease={visit.disease}
          visit={visit.id}
          close={() => setSwab(false)}
        />
      )}
    </li>
  );
}
