// The chains in figures; each opens what it is made of.
import { Go, useSetFilters } from '@/address';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { Problem } from '@/parts';
import styles from './graph.module.css';

export function Summary({ disease }: { disease: string }) {
  const { t } = useT();
  const setFilters = useSetFilters();
  const { data, error, refetch } = useGet('/api/v1/chains', { query: { disease } });
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return null;
  const { closure } = data;
  return (
    <dl className={styles['summary']}>
      <div>
        <dt>{t('ui-investigation-cases')}</dt>
        <dd>
          <Go to={`/cases?disease=${encodeURIComponent(disease)}`}>{data.cases}</Go>
        </dd>
      </div>
      <div>
        <dt>{t('ui-investigation-chains')}</dt>
        <dd>
          <button type="button" className={styles['name']} onClick={() => setFilters({ view: 'reading' })}>
            {data.components.length}
          </button>
        </dd>
      </div>
      <div>
        <dt>{t('ui-investigation-generations')}</dt>
        <dd>{data.generations.length}</dd>
      </div>
      <div>
        <dt>{t('ui-investigation-without-infector')}</dt>
        <dd>
          <button
            type="button"
            className={styles['name']}
            onClick={() => setFilters({ unlinked: '1', view: undefined })}
          >
            {data.unlinked}
          </button>
        </dd>
      </div>
      {data.largest_offspring && (
        <div>
          <dt>{t('ui-investigation-largest')}</dt>
          <dd>
            <Go to={`/cases?number=${encodeURIComponent(data.largest_offspring.number)}`}>
              {t('ui-investigation-largest-of', {
                number: data.largest_offspring.number,
                count: data.largest_offspring.offspring,
              })}
            </Go>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('ui-investigation-closure')}</dt>
        <dd>
          {closure.closed ? (
            t('ui-investigation-closed')
          ) : (
            <Go to={`/contacts?disease=${encodeURIComponent(disease)}`}>
              {t('ui-investigation-not-closed', {
                contacts: closure.uncontrolled_contacts,
                cases: closure.recent_unlinked_cases,
                days: closure.quiet_days,
              })}
            </Go>
          )}
        </dd>
      </div>
    </dl>
  );
}
