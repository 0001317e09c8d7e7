// The files of an export: to be fetched by whoever asked for them, each with what stands in its watermark.
import { Alert, Button } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asApiError, download, readText, type ApiError } from '@/api';
import { useT } from '@/i18n';
import { Area, Count, Facts, Mark, Problem, Said, Section, Size, When } from '@/parts';
import styles from '../files.module.css';
import type { ExportResult, Job } from './job';

export function ExportOutcome({ job, result, own }: { job: Job; result: ExportResult; own: boolean }) {
  const { t } = useT();
  return (
    <>
      {!own && <Alert type="info" title={t('ui-files-not-yours')} />}
      {result.files.map((made) => (
        <OneFile key={made.file} job={job} made={made} own={own} />
      ))}
    </>
  );
}

function OneFile({ job, made, own }: { job: Job; made: ExportResult['files'][number]; own: boolean }) {
  const { t, word } = useT();
  const [problem, setProblem] = useState<ApiError>();
  const stored = job.files?.find(({ id }) => id === made.file);
  const fetchFile = (id: string, name: string) =>
    void download(`/api/v1/files/${id}`, name).then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(asApiError(error)),
    );
  const name = stored?.name ?? `${made.kind}`;
  return (
    <Section
      title={word('records', made.kind)}
      extra={
        stored && (
          <Button
            type="primary"
            icon={<DownloadOutlined aria-hidden />}
            onClick={() => fetchFile(stored.id, stored.name)}
          >
            {t('ui-files-download')}
          </Button>
        )
      }
    >
      <Problem error={problem} />
      <Facts
        pairs={[
          [t('ui-files-rows'), <Count key="rows" of={made.rows} />],
          [t('ui-files-links'), made.links > 0 && <Count of={made.links} />],
          [t('ui-files-name'), stored && name],
          [t('ui-files-size'), stored && <Size bytes={stored.bytes} />],
          [t('ui-files-expires'), stored && <When at={stored.expires_at} />],
        ]}
      />
      {own && !stored && <Alert type="info" title={t('ui-files-expired')} />}
      {stored && (
        <Watermark id={made.watermark} get={() => fetchFile(made.watermark, `${name}.watermark.json`)} />
      )}
    </Section>
  );
}

interface Beside {
  sha256: string;
  identified: boolean;
  purpose: string;
  fields: string[];
  areas: string[];
  as_of: string;
  made_at: string;
  mode: string;
  by: { login: string };
}

/** What the file beside the file says, to be handed on with it. */
function Watermark({ id, get }: { id: string; get: () => void }) {
  const { t } = useT();
  const read = useQuery({
    queryKey: ['watermark', id],
    staleTime: Infinity,
    retry: false,
    queryFn: async ({ signal }) => {
      const { text } = await readText(`/api/v1/files/${id}`, 1 << 20, signal);
      return JSON.parse(text) as Beside & Record<string, unknown>;
    },
  });
  const mark = read.data;
  return (
    <div className={styles['watermark']}>
      <h3>{t('ui-files-watermark')}</h3>
      <p className={styles['quiet']}>{t('ui-files-watermark-text')}</p>
      {read.error && <Problem error={asApiError(read.error)} retry={read.refetch} />}
      {mark && (
        <Facts
          pairs={[
            [t('ui-files-by'), mark.by.login],
            [t('ui-files-made'), <When key="at" at={mark.made_at} kind="second" />],
            [t('ui-files-purpose'), <Said key="purpose" text={mark.purpose} />],
            [
              t('ui-files-persons'),
              <Mark key="named" tone={mark.identified ? 'late' : 'done'}>
                {t(mark.identified ? 'ui-files-identified' : 'ui-files-de-identified')}
              </Mark>,
            ],
            [t('ui-files-as-of'), <When key="as-of" at={mark.as_of} kind="second" />],
            [t('ui-files-areas'), mark.areas.map((code) => <Area key={code} code={code} />)],
            [t('ui-files-mode'), mark.mode === 'DRILL' && t('word-drill-banner')],
            [
              'SHA-256',
              <code key="hash" className={styles['hash']}>
                {mark.sha256}
              </code>,
            ],
          ]}
        />
      )}
      <Button type="link" onClick={get}>
        {t('ui-files-watermark-get')}
      </Button>
    </div>
  );
}
