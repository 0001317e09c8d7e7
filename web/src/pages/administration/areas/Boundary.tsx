// Where an area lies, with the areas below it, as far as it is known.
import { useMemo } from 'react';
import { useGo } from '@/address';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Empty, Loading, Problem, Section } from '@/parts';
import { useMay } from '@/session';
import styles from '../administration.module.css';
import { levelBelow } from './change';
import { around, planeOf, ringsOf } from './geometry';
import { TakeBoundaries } from './TakeBoundaries';

const WIDTH = 420;

export function Boundary({ area }: { area: Schema<'Area'> }) {
  const { t, text } = useT();
  const go = useGo();
  const may = useMay();
  const own = useGet(
    '/api/v1/areas/{code}/boundary',
    { path: { code: area.code } },
    { now: true, still: true },
  );
  const level = levelBelow(area.level);
  const below = useGet(
    '/api/v1/areas/{code}/boundaries',
    { path: { code: area.code }, query: { level } },
    { now: true, still: true, enabled: area.level !== 'village' },
  );
  const drawn = useMemo(() => {
    const features = [...(own.data ? [own.data] : []), ...(below.data?.features ?? [])];
    const box = around(features.map((feature) => feature.bbox));
    if (!box) return undefined;
    const plane = planeOf(box, WIDTH);
    const shape = (feature: Schema<'BoundaryFeature'>) => plane.path(ringsOf(feature.geometry));
    return {
      plane,
      own: own.data && shape(own.data),
      below: (below.data?.features ?? []).map((feature) => ({ feature, path: shape(feature) })),
    };
  }, [own.data, below.data]);
  const unknown = own.error?.status === 404;
  const error = (unknown ? null : own.error) ?? below.error;
  return (
    <Section title={t('ui-administration-boundary')} extra={may('administer') && <TakeBoundaries />}>
      {error && <Problem error={error} retry={() => Promise.all([own.refetch(), below.refetch()])} />}
      {drawn ? (
        <>
          <svg
            className={styles['map']}
            viewBox={`-2 -2 ${WIDTH + 4} ${drawn.plane.height + 4}`}
            role="img"
            aria-label={t('ui-administration-boundary-of', { name: text(area.name) })}
          >
            {drawn.own && <path d={drawn.own} className={styles['land']} fillRule="evenodd" />}
            {drawn.below.map(({ feature, path }) => (
              <path
                key={feature.id}
                d={path}
                className={styles['part-of']}
                fillRule="evenodd"
                onClick={() => go(`/administration/areas/${feature.id}`)}
              >
                <title data-said>{text(feature.properties.name)}</title>
              </path>
            ))}
          </svg>
          <p className={styles['quiet']}>
            {t('ui-administration-boundary-source', {
              source: own.data?.properties.source ?? drawn.below[0]?.feature.properties.source ?? '',
              count: drawn.below.length,
            })}
          </p>
        </>
      ) : own.loading || below.loading ? (
        <Loading rows={4} />
      ) : (
        !error && <Empty>{t('ui-administration-boundary-none')}</Empty>
      )}
    </Section>
  );
}
