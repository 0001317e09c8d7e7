// The situation board: one answer of the API, one picture. On a desk it scrolls; on a wall all of it fits the screen.
import { Segmented } from 'antd';
import { useEffect } from 'react';
import { useAddress, useFilter } from '@/address';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { useLive } from '@/live';
import { Area, instantText, Loading, Page, Problem, useNow, useZone, When } from '@/parts';
import { AreaPanel } from './AreaPanel';
import { ofSituation, WINDOWS, windowOf } from './asked';
import { Cases } from './Cases';
import styles from './command.module.css';
import { CurvePanel, fetchChart, useCurve } from './CurvePanel';
import { Duty } from './Duty';
import { Earlies } from './Earlies';
import { Musts } from './Musts';
import { Strip } from './Strip';
import { Units, useUnitDuties } from './Units';

// Large, and needed by all who see the board: fetched while it is drawn.
void fetchChart();

export default function Situation() {
  const { t } = useT();
  const where = useAddress();
  const [kept, keep] = useFilter('days');
  const days = windowOf(kept);
  const found = useGet('/api/v1/situation', ofSituation(where, Number(days)));
  // What the board shows besides is asked for at the same time.
  useUnitDuties(Number(days));
  useCurve();
  const situation = found.data;
  const board = (
    <>
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!situation ? (
        !found.error && <Loading rows={10} />
      ) : (
        <Board situation={situation} days={Number(days)} />
      )}
    </>
  );
  if (where.wall) return <Wall situation={situation}>{board}</Wall>;
  return (
    <Page
      title={t('ui-command-title')}
      note={
        situation && (
          <>
            {situation.area ? <Area code={situation.area} /> : <span>{t('ui-command-everywhere')}</span>}
            <span>
              {t('ui-command-as-known')} <When at={situation.at} kind="second" />
            </span>
          </>
        )
      }
      actions={
        <Segmented
          aria-label={t('ui-command-window')}
          value={days}
          onChange={(next) => keep(next === '7' ? undefined : next)}
          options={WINDOWS.map((value) => ({ value, label: t('ui-command-days', { count: Number(value) }) }))}
        />
      }
    >
      {board}
    </Page>
  );
}

function Board({ situation, days }: { situation: Schema<'Situation'>; days: number }) {
  return (
    <div className={styles['board']}>
      <Strip situation={situation} />
      <Musts musts={situation.musts} />
      <AreaPanel situation={situation} />
      <div className={styles['column']} data-panel="left">
        {situation.cases && <CurvePanel />}
        <Units days={days} />
        {situation.cases && <Cases cases={situation.cases} />}
      </div>
      <div className={styles['column']} data-panel="right">
        {situation.earlies && <Earlies earlies={situation.earlies} days={days} />}
        <Duty roster={situation.duty} />
      </div>
    </div>
  );
}

/** The frame of a wall: where, when, and whether what is shown still moves. */
function Wall({
  situation,
  children,
}: {
  situation: Schema<'Situation'> | undefined;
  children: React.ReactNode;
}) {
  const { t, word, language } = useT();
  const { disease } = useAddress();
  const { connected } = useLive();
  const now = useNow();
  const zone = useZone();
  useEffect(() => {
    document.title = t('ui-window-title', { page: t('ui-command-title') });
  }, [t]);
  return (
    <div className={styles['wall']}>
      <header className={styles['wallHead']}>
        <h1>
          {situation?.area && (
            <>
              <Area code={situation.area} />{' '}
            </>
          )}
          {t('ui-command-title')}
          {disease && <span className={styles['wallDisease']}>{word('disease', disease)}</span>}
        </h1>
        <span className={styles['wallLive']} data-on={connected ? '' : undefined}>
          {t(connected ? 'ui-live' : 'ui-not-live')}
        </span>
        <time className={styles['wallClock']}>{instantText(now, 'minute', language, zone)}</time>
      </header>
      {children}
    </div>
  );
}
