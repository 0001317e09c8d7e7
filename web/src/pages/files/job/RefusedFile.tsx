// Refused rows of a file: what is wrong with each, the file itself for download, and, after an import, the place where
// they are mended and sent again.
import { Alert, Button, Input, Space } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useGo } from '@/address';
import { asApiError, download, readText, upload, useCommand, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import { type Column, Loading, Problem, RecordTable, Said, Section, useDraft } from '@/parts';
import { plainReason, readCsv, refusedRows, writeCsv, type RefusedRow } from '../desk/csv';
import { forMended } from '../desk/mapping';
import styles from '../files.module.css';
import type { ImportParams, ImportResult, Job } from './job';

/** Bytes and rows of a file of refused rows that are shown; the file itself has all of them. */
const MOST_BYTES = 4 << 20;
const MOST_ROWS = 500;
/** Rows that are drawn at once. */
const PAGE = 50;

interface RefusedFileProps {
  job: Job;
  asked: ImportParams;
  file: ImportResult['rejected'][number];
  mendable: boolean;
}

/** Cells that were mended, by the place of the row: the whole row as it is to be sent. */
type Mended = Readonly<Record<number, readonly string[]>>;

export function RefusedFile({ job, asked, file, mendable }: RefusedFileProps) {
  const { t } = useT();
  const stored = job.files?.find(({ id }) => id === file.file);
  const name = stored?.name ?? 'rejected.csv';
  // The file that the rows stood in: refused ones are called after it, but for the ending.
  const stem = name.replace(/-rejected\.csv$/, '');
  const path = `/api/v1/files/${file.file}`;
  const [problem, setProblem] = useState<ApiError>();
  const [shown, setShown] = useState(PAGE);
  const read = useQuery({
    queryKey: ['refused', file.file],
    staleTime: Infinity,
    retry: false,
    queryFn: async ({ signal }) => {
      const { text, cut } = await readText(path, MOST_BYTES, signal);
      return refusedRows(readCsv(text, MOST_ROWS + 1, cut));
    },
  });
  const mapping = forMended(asked.files[file.of]?.mapping ?? '');
  const [kept, keep] = useDraft<Mended>(`files.mend.${file.file}`);
  const mended = kept ?? {};
  const open = mendable && mapping !== undefined;
  const { headings = [], rows = [] } = read.data ?? {};
  const listed = rows.map((row, at) => ({ row, at }));
  const set = (at: number, column: number, value: string) => {
    const before = rows[at]?.cells ?? [];
    const cells = [...(mended[at] ?? before)];
    cells[column] = value;
    const { [at]: _, ...rest } = mended;
    const same = cells.every((cell, index) => cell === (before[index] ?? ''));
    keep(same ? rest : { ...rest, [at]: cells });
  };

  const columns: Column<{ row: RefusedRow; at: number }>[] = [
    { id: 'row', label: 'ui-files-row', align: 'end', always: true, cell: ({ row }) => row.row },
    {
      id: 'column',
      wraps: true,
      label: 'ui-files-column',
      cell: ({ row }) => <Said text={row.columns.join(', ')} />,
    },
    ...(open
      ? []
      : [
          {
            id: 'value',
            wraps: true,
            label: 'ui-files-value',
            cell: ({ row }: { row: RefusedRow }) => <Said text={row.value} />,
          } satisfies Column<{ row: RefusedRow; at: number }>,
        ]),
    {
      id: 'reason',
      wraps: true,
      label: 'ui-files-reason',
      cell: ({ row }) => <Reason text={row.reason} file={stem} />,
    },
    ...(open
      ? [
          {
            id: 'mend',
            wraps: true,
            label: 'ui-files-mend',
            cell: ({ row, at }: { row: RefusedRow; at: number }) => (
              <Cells
                row={row}
                headings={headings}
                cells={mended[at] ?? row.cells}
                set={(column, value) => set(at, column, value)}
              />
            ),
          } satisfies Column<{ row: RefusedRow; at: number }>,
        ]
      : []),
  ];

  return (
    <Section
      title={t('ui-files-refused-of', { count: file.rows, name: stem })}
      extra={
        <Button
          icon={<DownloadOutlined aria-hidden />}
          onClick={() =>
            void download(path, name).then(
              () => setProblem(undefined),
              (error: unknown) => setProblem(asApiError(error)),
            )
          }
        >
          {t('ui-files-refused-file')}
        </Button>
      }
    >
      <Problem error={problem} />
      <p className={styles['quiet']}>
        {t(mendable ? (open ? 'ui-files-mend-text' : 'ui-files-mend-not') : 'ui-files-refused-text')}
      </p>
      {read.error ? (
        <Problem error={asApiError(read.error)} retry={read.refetch} />
      ) : !read.data ? (
        <Loading rows={4} />
      ) : (
        <>
          <RecordTable
            rows={listed.slice(0, shown)}
            rowId={({ at }) => String(at)}
            columns={columns}
            tone={() => 'late'}
          />
          <Space wrap className={styles['next'] ?? ''}>
            {shown < listed.length && (
              <Button onClick={() => setShown(shown + PAGE)}>{t('ui-list-more')}</Button>
            )}
            {listed.length < file.rows && shown >= listed.length && (
              <span className={styles['quiet']}>{t('ui-files-refused-first', { count: listed.length })}</span>
            )}
            {open && mapping !== undefined && (
              <SendAgain
                asked={asked}
                mapping={mapping}
                name={name}
                rows={[headings, ...Object.values(mended)]}
                sent={() => keep(undefined)}
              />
            )}
          </Space>
        </>
      )}
    </Section>
  );
}

/** Several reasons stand one below the other. */
function Reason({ text, file }: { text: string; file: string }) {
  const parts = text.split(`; ${file}`).map((part, at) => plainReason(at === 0 ? part : file + part, file));
  if (parts.length === 1) return <Said text={parts[0] ?? ''} />;
  return (
    <ul className={styles['plain']}>
      {parts.map((part) => (
        <li key={part}>
          <Said text={part} />
        </li>
      ))}
    </ul>
  );
}

/** The cells at fault, and the others when they are asked for. */
function Cells({
  row,
  headings,
  cells,
  set,
}: {
  row: RefusedRow;
  headings: readonly string[];
  cells: readonly string[];
  set: (column: number, value: string) => void;
}) {
  const { t } = useT();
  const [all, setAll] = useState(false);
  const faulty = headings
    .map((heading, at) => ({ heading, at }))
    .filter(({ heading }) => row.columns.includes(heading));
  const shown = all || faulty.length === 0 ? headings.map((heading, at) => ({ heading, at })) : faulty;
  return (
    <div className={styles['cells']}>
      {shown.map(({ heading, at }) => (
        <label key={at}>
          <span data-said>{heading}</span>
          <Input
            size="small"
            status={row.columns.includes(heading) && cells[at] === row.cells[at] ? 'error' : ''}
            value={cells[at] ?? ''}
            onChange={({ target }) => set(at, target.value.slice(0, 2_000))}
          />
        </label>
      ))}
      {faulty.length > 0 && faulty.length < headings.length && (
        <Button type="link" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'ui-files-cells-fewer' : 'ui-files-cells-all')}
        </Button>
      )}
    </div>
  );
}

/** Sends what was mended as a further file of the same list; what is still wrong comes back. */
function SendAgain({
  asked,
  mapping,
  name,
  rows,
  sent,
}: {
  asked: ImportParams;
  mapping: string;
  name: string;
  rows: readonly (readonly string[])[];
  sent: () => void;
}) {
  const { t } = useT();
  const go = useGo();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError>();
  const begin = useCommand('/api/v1/imports/jobs', {
    done: (job) => {
      sent();
      go(`/files/jobs/${job.id}`);
    },
  });
  const count = rows.length - 1;
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const file = new Blob([writeCsv(rows)], { type: 'text/csv' });
      const called = encodeURIComponent(name.replace(/-rejected\.csv$/, '-mended.csv').slice(-200));
      const { id } = (await upload(
        `/api/v1/files?name=${called}`,
        file,
        new AbortController().signal,
      )) as Schema<'File'>;
      await begin.run({
        body: {
          list: asked.list,
          files: [{ file: id, mapping }],
          history: asked.history,
          leave_out: true,
          dry_run: false,
          ...(asked.area ? { area: asked.area } : {}),
        },
      });
    } catch (error) {
      setProblem(asApiError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Space wrap>
      <Button type="primary" loading={busy} disabled={count === 0 || begin.barred} onClick={() => void run()}>
        {t('ui-files-mend-send', { count })}
      </Button>
      {count === 0 && <span className={styles['quiet']}>{t('ui-files-mend-none')}</span>}
      {(problem ?? begin.problem) && <Problem error={problem ?? begin.problem} />}
      {begin.barred && <Alert type="info" title={t('ui-ask-past')} />}
    </Space>
  );
}
