// What an import did, or would do: counts, refused rows with what is wrong, and the next step.
import { Alert, Button, Space } from 'antd';
import { useState } from 'react';
import { Go, useGo } from '@/address';
import { useCommand } from '@/api';
import { useT } from '@/i18n';
import { Ask, countText, Section } from '@/parts';
import styles from '../files.module.css';
import { CountTiles } from '../CountTiles';
import { Undo } from '../Undo';
import type { ImportParams, ImportResult, Job } from './job';
import { RefusedFile } from './RefusedFile';
import { Warnings } from './Warnings';

interface OutcomeProps {
  job: Job;
  asked: ImportParams;
  result: ImportResult;
  /** Whether it is one's own: only then its files can be read. */
  own: boolean;
}

export function ImportOutcome({ job, asked, result, own }: OutcomeProps) {
  const { t } = useT();
  const { counts } = result;
  const refused = counts.rejected ?? 0;
  const sound = (counts.rows ?? 0) - refused;
  const nothing = !result.dry_run && result.refused;
  return (
    <>
      <Section
        title={t(result.dry_run ? 'ui-files-would' : nothing ? 'ui-files-refused-all' : 'ui-files-did')}
        extra={
          !result.dry_run &&
          !nothing &&
          result.import && (
            <Space wrap>
              <Go to={`/files/imports/${result.import}`}>{t('ui-files-to-import')}</Go>
              <Undo id={result.import} list={asked.list} />
            </Space>
          )
        }
      >
        {nothing && (
          <Alert type="error" showIcon title={t('ui-files-refused-all-text', { count: refused })} />
        )}
        {result.dry_run && <p className={styles['quiet']}>{t('ui-files-would-text')}</p>}
        {!result.dry_run && !nothing && asked.history && <p>{t('ui-files-did-history')}</p>}
        <CountTiles counts={counts} refused="#refused" />
        {own && (result.dry_run || nothing) && <Next asked={asked} sound={sound} refused={refused} />}
      </Section>
      <Warnings result={result} />
      {refused > 0 && (
        <div id="refused">
          {result.rejected.length === 0 || !own ? (
            <Section title={t('ui-files-refused', { count: refused })}>
              <Alert type="info" title={t(own ? 'ui-files-refused-gone' : 'ui-files-refused-not-yours')} />
            </Section>
          ) : (
            result.rejected.map((file) => (
              <RefusedFile
                key={file.file}
                job={job}
                asked={asked}
                file={file}
                mendable={!result.dry_run && !nothing}
              />
            ))
          )}
        </div>
      )}
    </>
  );
}

/** After a trial, or a refusal: correct the mapping, or take in what is sound. */
function Next({ asked, sound, refused }: { asked: ImportParams; sound: number; refused: number }) {
  const { t, language } = useT();
  const go = useGo();
  const [asking, setAsking] = useState(false);
  const take = useCommand('/api/v1/imports/jobs', {
    done: (job) => {
      setAsking(false);
      go(`/files/jobs/${job.id}`);
    },
  });
  const count = countText(sound, language);
  const label = refused > 0 ? t('ui-files-take-sound', { count }) : t('ui-files-take-all', { count });
  return (
    <Space wrap className={styles['next'] ?? ''}>
      <Button
        type="primary"
        disabled={sound === 0 || take.barred}
        onClick={() => {
          take.renew();
          setAsking(true);
        }}
      >
        {label}
      </Button>
      <Button onClick={() => go('/files/import')}>{t('ui-files-to-desk')}</Button>
      {asking && (
        <Ask
          title={label}
          consequence={
            <>
              {t('ui-files-take-consequence', { list: asked.list })}{' '}
              {refused > 0 && t('ui-files-take-refused', { count: refused })}{' '}
              {t(asked.history ? 'ui-files-take-history' : 'ui-files-take-duties')}
            </>
          }
          confirm={label}
          command={take}
          act={() =>
            void take.run({
              body: {
                list: asked.list,
                files: asked.files,
                history: asked.history,
                leave_out: refused > 0,
                dry_run: false,
                ...(asked.area ? { area: asked.area } : {}),
              },
            })
          }
          close={() => setAsking(false)}
        />
      )}
    </Space>
  );
}
