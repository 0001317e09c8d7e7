// What is in force of a disease at a place, stretch by stretch, with who decided what an overlay changes.
import { useQuery } from '@tanstack/react-query';
import { asApiError, call, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Mark, Problem, RecordTable, Said, Section, When } from '@/parts';
import type { Edition } from './force';
import styles from './protocols.module.css';

interface Layer extends Edition {
  authority?: Schema<'Text'>;
  reason?: Schema<'Text'>;
  approved?: boolean;
}
interface Period {
  from_on: string;
  until_on?: string | null;
  edition?: string;
  title?: Schema<'Text'>;
  layers: Layer[];
}

export function Periods({ disease, area }: { disease: string; area: string }) {
  const { t, text, word } = useT();
  const found = useQuery<Period[], ApiError>({
    queryKey: ['read', '/api/v1/protocols/{disease}/periods', { path: { disease }, query: { area } }],
    staleTime: Infinity,
    retry: false,
    queryFn: async ({ signal }) => {
      try {
        const path = '/api/v1/protocols/{disease}/periods';
        const { data } = await call('get', path, { path: { disease }, query: { area }, signal });
        return (data as { items: Period[] }).items;
      } catch (error) {
        throw asApiError(error);
      }
    },
  });
  if (found.error && found.error.status !== 404) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return null;
  return (
    <Section title={t('ui-protocols-periods', { disease: word('disease', disease) })}>
      <RecordTable
        rows={found.data}
        rowId={(row) => row.from_on}
        columns={[
          {
            id: 'span',
            label: 'ui-protocols-span',
            cell: (row) => (
              <>
                <When at={row.from_on} /> –{' '}
                {row.until_on ? <When at={row.until_on} /> : t('ui-protocols-open')}
              </>
            ),
          },
          {
            id: 'edition',
            wraps: true,
            label: 'ui-protocols-edition',
            cell: (row) => (row.title ? text(row.title) : t('ui-protocols-no-edition')),
          },
          {
            id: 'overlays',
            wraps: true,
            label: 'ui-protocols-overlays',
            cell: (row) => (
              <ul className={styles['plain']}>
                {row.layers
                  .filter((layer) => layer.overlay)
                  .map((layer) => (
                    <li key={layer.file}>
                      {text(layer.title)}{' '}
                      <Mark tone={layer.approved ? 'done' : 'warn'}>
                        {t(layer.approved ? 'ui-protocols-approved' : 'ui-protocols-not-approved')}
                      </Mark>
                      <div className={styles['quiet']}>
                        {layer.authority && <Said text={text(layer.authority)} />}
                        {layer.reason && (
                          <>
                            {' · '}
                            <Said text={text(layer.reason)} />
                          </>
                        )}
                      </div>
                    </li>
                  ))}
              </ul>
            ),
          },
        ]}
      />
    </Section>
  );
}
