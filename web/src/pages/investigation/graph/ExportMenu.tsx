// What is shown as a file: a picture of the view, a drawing of all of it, or the graph itself for other programs. The
// last is made by the server, with a purpose in the audit and a note beside it of who made it and when.
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Form, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useAddress } from '@/address';
import { download, useCommand, useGet, type ApiError } from '@/api';
import { useT } from '@/i18n';
import { clean, Problem, TextField, useNow, useStatus, useZone, instantText } from '@/parts';
import { useMay } from '@/session';
import { svgOf } from './svg';
import type { LaidOut } from './useLayout';
import { usePageTheme } from './useTheme';

export interface ExportMenuProps {
  disease: string | undefined;
  laidOut: LaidOut | undefined;
  png: () => Promise<Blob>;
}

export function ExportMenu({ disease, laidOut, png }: ExportMenuProps) {
  const { t, word, language } = useT();
  const { message } = App.useApp();
  const { area } = useAddress();
  const theme = usePageTheme();
  const status = useStatus();
  const now = useNow();
  const zone = useZone();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const drill = status?.mode === 'drill';
  const name = (ending: string) =>
    `${drill ? 'DRILL-' : ''}graph-${disease ?? 'all'}-${new Date(now).toISOString().slice(0, 16).replaceAll(':', '')}.${ending}`;
  const save = (blob: Blob, ending: string) => {
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = name(ending);
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  const caption = () =>
    [
      drill ? t('word-drill-banner') : '',
      disease ? word('disease', disease) : '',
      area ?? '',
      t('ui-investigation-as-known', { moment: instantText(now, 'minute', language, zone) }),
      t('ui-investigation-numbers', {
        nodes: laidOut?.graph.nodes.length ?? 0,
        links: laidOut?.graph.links.length ?? 0,
      }),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'png', label: t('ui-investigation-export-png') },
            { key: 'svg', label: t('ui-investigation-export-svg') },
            ...(disease && may('read_cases')
              ? [{ key: 'graphml', label: t('ui-investigation-export-graphml') }]
              : []),
          ],
          onClick: ({ key }) => {
            if (key === 'graphml') setAsking(true);
            else if (key === 'svg' && laidOut)
              save(new Blob([svgOf(laidOut, caption(), theme)], { type: 'image/svg+xml' }), 'svg');
            else if (key === 'png')
              png()
                .then((blob) => save(blob, 'png'))
                .catch(() => message.error(t('ui-investigation-export-failed')));
          },
        }}
      >
        <Button icon={<DownloadOutlined aria-hidden />} disabled={!laidOut}>
          {t('ui-investigation-export')}
        </Button>
      </Dropdown>
      {asking && disease && <GraphMl disease={disease} close={() => setAsking(false)} />}
    </>
  );
}

/** Asks the server for the chains and saves them when they are there; closed before, the file waits under Files. */
function GraphMl({ disease, close }: { disease: string; close: () => void }) {
  const { t } = useT();
  const { area, asOf } = useAddress();
  const [form] = Form.useForm<{ purpose: string }>();
  const [job, setJob] = useState<string>();
  const [failed, setFailed] = useState<ApiError | null>(null);
  const command = useCommand('/api/v1/exports', { done: ({ id }) => setJob(id) });
  const found = useGet(
    '/api/v1/jobs/{id}',
    { path: { id: job ?? '' } },
    { enabled: job !== undefined, now: true },
  );
  const { refetch } = found;
  const state = found.data?.state;
  const over = state === 'done' || state === 'failed' || state === 'cancelled';
  useEffect(() => {
    if (!job || over) return undefined;
    const timer = setInterval(() => void refetch(), 1_000);
    return () => clearInterval(timer);
  }, [job, over, refetch]);
  const saved = useRef(false);
  useEffect(() => {
    if (state !== 'done' || saved.current) return;
    saved.current = true;
    const files = found.data?.files ?? [];
    Promise.all(files.map((file) => download(`/api/v1/files/${file.id}`, file.name)))
      .then(close)
      .catch((error: ApiError) => setFailed(error));
  }, [state, found.data, close]);
  return (
    <Modal
      open
      title={t('ui-investigation-export-graphml')}
      onCancel={close}
      okText={t('ui-investigation-export')}
      okButtonProps={{ loading: command.pending || (job !== undefined && !over) }}
      onOk={() => form.submit()}
    >
      <p>{t('ui-investigation-export-hint')}</p>
      <Form<{ purpose: string }>
        form={form}
        layout="vertical"
        onFinish={(values) =>
          void command.run({
            body: {
              kinds: ['chains'],
              format: 'graphml',
              ...clean(values),
              ...(asOf ? { as_of: asOf } : {}),
              filter: { disease, ...(area ? { area } : {}) },
            },
          })
        }
      >
        <TextField
          name="purpose"
          label="ui-investigation-purpose"
          max={200}
          required
          refused={command.field('purpose')}
        />
      </Form>
      {job !== undefined && !over && <p role="status">{t('ui-investigation-export-running')}</p>}
      {(state === 'failed' || state === 'cancelled') && (
        <p role="alert">{found.data?.fault?.detail ?? t('ui-investigation-export-failed')}</p>
      )}
      <Problem error={command.problem ?? found.error ?? failed} />
    </Modal>
  );
}
