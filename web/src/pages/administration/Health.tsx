// The doctor: how it stands with the installation, what is wrong first, each with what to do. And the backups.
import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import type { ComponentType } from 'react';
import { useQuery } from '@tanstack/react-query';
import { call, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Facts, Loading, Problem, Section, useStatus, When } from '@/parts';
import styles from './administration.module.css';
import { Frame } from './Frame';

type Finding = Schema<'Finding'>;

/** The sentences are in the language in which they were asked for. */
function useDoctor() {
  const { language } = useT();
  return useQuery<Schema<'Health'>, ApiError>({
    queryKey: ['doctor', language],
    retry: false,
    queryFn: async ({ signal }) =>
      (await call('get', '/api/v1/installation/health', { signal })).data as Schema<'Health'>,
  });
}

const ORDER = ['fault', 'warning', 'good'];
const SHAPES: Readonly<Record<string, ComponentType<{ 'aria-hidden'?: boolean }>>> = {
  fault: CloseCircleOutlined,
  warning: WarningOutlined,
  good: CheckCircleOutlined,
};

/** What is wrong first; among equals as the doctor told it. */
export function byUrgency(items: readonly Finding[]): Finding[] {
  return [...items].sort((a, b) => ORDER.indexOf(a.health) - ORDER.indexOf(b.health));
}

export default function Health() {
  const { t, word } = useT();
  const found = useDoctor();
  const status = useStatus();
  const seen = found.data;
  const backup = seen?.items.find(({ check }) => check === 'backup');
  return (
    <Frame
      title={t('ui-administration-health')}
      note={t('ui-administration-health-note')}
      actions={
        <Button loading={found.isFetching} onClick={() => void found.refetch()}>
          {t('ui-administration-health-again')}
        </Button>
      }
    >
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!seen && !found.error && <Loading rows={8} />}
      {seen && (
        <>
          <Alert
            showIcon
            type={seen.health === 'fault' ? 'error' : seen.health === 'warning' ? 'warning' : 'success'}
            title={t('ui-administration-health-sum', {
              faults: seen.items.filter(({ health }) => health === 'fault').length,
              warnings: seen.items.filter(({ health }) => health === 'warning').length,
            })}
          />
          <Section title={t('ui-administration-backup')}>
            {backup ? (
              <p className={styles['finding']} data-health={backup.health}>
                <Sign health={backup.health} /> {backup.sentence}
              </p>
            ) : (
              <p>{t('ui-administration-backup-elsewhere')}</p>
            )}
            <Facts
              pairs={[
                [t('ui-administration-backup-last'), seen.backed_up_at && <When at={seen.backed_up_at} />],
                [
                  t('ui-administration-backup-old'),
                  seen.backup_days && t('ui-administration-days', { count: seen.backup_days }),
                ],
              ]}
            />
            <p className={styles['quiet']}>{t('ui-administration-backup-text')}</p>
          </Section>
          <Section title={t('ui-administration-findings')}>
            <ul className={styles['findings']}>
              {byUrgency(seen.items)
                .filter((item) => item !== backup)
                .map((item) => (
                  <li
                    key={`${item.check} ${item.says}`}
                    className={styles['finding']}
                    data-health={item.health}
                  >
                    <Sign health={item.health} />
                    <span>
                      <strong>{word('check', item.check)}</strong> {item.sentence}
                    </span>
                  </li>
                ))}
            </ul>
          </Section>
        </>
      )}
      {status && (
        <Section title={t('ui-administration-runs')}>
          <Facts
            pairs={[
              [t('ui-administration-version'), status.version],
              [t('ui-administration-mode'), word('mode', status.mode)],
              [t('ui-administration-clock'), <When key="now" at={status.now} kind="second" />],
            ]}
          />
        </Section>
      )}
    </Frame>
  );
}

function Sign({ health }: { health: string }) {
  const { word } = useT();
  const Shape = SHAPES[health] ?? WarningOutlined;
  return (
    <span className={styles['sign']}>
      <Shape aria-hidden /> {word('health', health)}
    </span>
  );
}
