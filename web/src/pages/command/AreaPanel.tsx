// The areas directly below, coloured by what is asked: a map where boundaries are known, tiles where they are not, and
// in both cases the list, in which every number opens its records.
import { Button, Segmented } from 'antd';
import { AppstoreOutlined, ArrowUpOutlined, GlobalOutlined, UploadOutlined } from '@ant-design/icons';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useAddress, useFilter } from '@/address';
import { useGet, type Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { late, Loading, Said, useAreas } from '@/parts';
import { useMay, useMe } from '@/session';
import { AreaList } from './AreaList';
import { AreaTiles } from './AreaTiles';
import styles from './command.module.css';
import { fillOf, useLook, type Look } from './look';
import {
  cells,
  highestLevels,
  legendOf,
  LEVELS,
  MEASURES,
  shownAs,
  type Cell,
  type Measure,
  type Shown,
} from './measures';
import { Panel } from './Panel';

const AreaMap = late(() => import('./AreaMap'), <div className={styles['map']} aria-busy />);
const Boundaries = lazy(() => import('./Boundaries'));

const MEASURE_TEXT: Record<Measure, TextKey> = {
  incidence_7d: 'ui-command-map-7d',
  incidence_14d: 'ui-command-map-14d',
  zones: 'ui-command-map-zones',
  overdue: 'ui-command-map-overdue',
};
export const SHOWN_TEXT: Record<Shown, TextKey> = {
  incidence_7d: 'ui-command-shown-incidence-7d',
  incidence_14d: 'ui-command-shown-incidence-14d',
  cases_7d: 'ui-command-shown-cases-7d',
  cases_14d: 'ui-command-shown-cases-14d',
  zones: 'ui-command-shown-zones',
  overdue: 'ui-command-shown-overdue',
};

/** The areas as they are drawn. */
function useDrawn(situation: Schema<'Situation'>, shown: Shown): Cell[] {
  const areas = useAreas();
  const zones = useGet(
    '/api/v1/zones',
    { query: { area: situation.area ?? undefined } },
    { enabled: shown === 'zones' },
  );
  return useMemo(() => {
    const codes = situation.areas.map(({ code }) => code);
    const levels = highestLevels(zones.data?.items ?? [], codes, (code) => areas?.get(code)?.path);
    return cells(shown, situation.areas, levels);
  }, [zones.data, situation.areas, areas, shown]);
}

export function AreaPanel({ situation }: { situation: Schema<'Situation'> }) {
  const { t } = useT();
  const { wall, set } = useAddress();
  const may = useMay();
  const [kept, keep] = useFilter('map');
  const [form, setForm] = useFilter('areas');
  const [uploading, setUploading] = useState(false);
  const readable = MEASURES.filter(
    (one) => situation.areas.some(({ cases }) => cases) || !one.startsWith('incidence'),
  );
  const measure = readable.find((one) => one === kept) ?? readable[0] ?? 'overdue';
  const shown = shownAs(measure, situation.areas);
  const drawn = useDrawn(situation, shown);
  const level = situation.areas[0]?.level;
  const boundaries = useGet(
    '/api/v1/areas/{code}/boundaries',
    { path: { code: situation.area ?? '' }, query: { level: level ?? '' } },
    { still: true, now: true, enabled: situation.area != null && level !== undefined },
  );
  const features = boundaries.data?.features.length ?? 0;
  const asMap = features > 0 && form !== 'tiles';
  const open = (code: string) => set({ area: code });

  return (
    <Panel
      id="areas"
      title={t('ui-command-areas')}
      busy={boundaries.loading}
      tools={
        !wall && (
          <>
            <Above />
            <Segmented<Measure>
              size="small"
              aria-label={t('ui-command-map-measure')}
              value={measure}
              onChange={(next) => keep(next === readable[0] ? undefined : next)}
              options={readable.map((value) => ({ value, label: t(MEASURE_TEXT[value]) }))}
            />
            {features > 0 && (
              <Button
                size="small"
                type="text"
                icon={asMap ? <AppstoreOutlined aria-hidden /> : <GlobalOutlined aria-hidden />}
                aria-label={t(asMap ? 'ui-command-as-tiles' : 'ui-command-as-map')}
                title={t(asMap ? 'ui-command-as-tiles' : 'ui-command-as-map')}
                onClick={() => setForm(asMap ? 'tiles' : undefined)}
              />
            )}
            {may('administer') && (
              <Button
                size="small"
                type="text"
                icon={<UploadOutlined aria-hidden />}
                aria-label={t('ui-command-boundaries')}
                title={t('ui-command-boundaries')}
                onClick={() => setUploading(true)}
              />
            )}
          </>
        )
      }
    >
      {uploading && (
        <Suspense fallback={null}>
          <Boundaries close={() => setUploading(false)} />
        </Suspense>
      )}
      {situation.areas.length === 0 ? (
        <p className={styles['note']}>{t('ui-command-areas-none')}</p>
      ) : (
        <div className={styles['areas']}>
          <div className={styles['picture']}>
            {boundaries.loading ? (
              <Loading rows={5} />
            ) : asMap && boundaries.data ? (
              <AreaMap
                id={`${situation.area}-${level}`}
                boundaries={boundaries.data}
                drawn={drawn}
                shown={shown}
                open={open}
              />
            ) : (
              <AreaTiles drawn={drawn} shown={shown} open={open} />
            )}
            <Legend shown={shown} drawn={drawn} />
          </div>
          <AreaList drawn={drawn} shown={shown} open={open} />
        </div>
      )}
    </Panel>
  );
}

/** The way back up, as far as one reaches. */
function Above() {
  const { t, text } = useT();
  const { area, set } = useAddress();
  const me = useMe();
  const areas = useAreas();
  if (area === undefined) return null;
  const above = areas?.get(areas.get(area)?.parent ?? '');
  const reached = above?.path.some((code) => me.grants.some((grant) => grant.area === code));
  return (
    <Button
      size="small"
      type="text"
      icon={<ArrowUpOutlined aria-hidden />}
      onClick={() => set({ area: reached ? above?.code : undefined })}
    >
      {above && reached ? <Said text={text(above.name)} /> : t('ui-command-everywhere')}
    </Button>
  );
}

/** What the classes are called: those that occur, of zones; all, of numbers. */
function Legend({ shown, drawn }: { shown: Shown; drawn: readonly Cell[] }) {
  const { t, word } = useT();
  const look = useLook();
  const names = shown === 'zones' ? LEVELS.map((level) => word('zone', level)) : legendOf(shown);
  const there = new Set(drawn.map(({ level }) => level));
  return (
    <div className={styles['legendLine']}>
      <span>{t(SHOWN_TEXT[shown])}</span>
      <ul className={styles['legend']}>
        {names.map((name, place) =>
          shown === 'zones' && !there.has(place) ? null : (
            <Key key={name} look={look} zones={shown === 'zones'} level={place}>
              {name}
            </Key>
          ),
        )}
        {there.has(undefined) && (
          <Key look={look} zones={false} level={undefined}>
            {t('ui-command-unknown')}
          </Key>
        )}
      </ul>
    </div>
  );
}

function Key({
  look,
  zones,
  level,
  children,
}: {
  look: Look;
  zones: boolean;
  level: number | undefined;
  children: React.ReactNode;
}) {
  return (
    <li>
      <span
        className={styles['swatch']}
        data-unknown={level === undefined ? '' : undefined}
        style={{ background: fillOf(look, zones, level).fill }}
      />
      {children}
    </li>
  );
}
