// The import desk: files are put on it, how each is read is proposed and corrected, then it is tried or taken in by a
// job. What the job finds, and what is mended, stands on the page of the job.
import { Alert, Button, Form, Input, Select, Space, Switch } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useGo } from '@/address';
import { asApiError, upload, useCommand, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Area, oneLine, Page, Problem, RoomTabs, Section, useAreas } from '@/parts';
import { useMe } from '@/session';
import styles from '../files.module.css';
import { TABS } from '../tabs';
import { Drop } from './Drop';
import { FileCard } from './FileCard';
import { lacking } from './mapping';
import { mappingOf, useDesk, type DeskFile } from './state';

export default function Desk() {
  const { t } = useT();
  const desk = useDesk();
  const { files } = desk.state;
  return (
    <Page
      title={t('ui-files-desk')}
      note={t('ui-files-desk-note')}
      actions={files.length > 0 && <Button onClick={desk.clear}>{t('ui-files-clear')}</Button>}
    >
      <RoomTabs label="ui-files-menu" tabs={TABS} />
      <Drop take={desk.add} small={files.length > 0} />
      {files.map((one) => (
        <FileCard
          key={one.key}
          one={one}
          change={(some) => desk.change(one.key, some)}
          remove={() => desk.remove(one.key)}
          again={() => desk.again(one.key)}
        />
      ))}
      {files.length > 0 && <TheList desk={desk} />}
    </Page>
  );
}

/** Why files cannot be sent yet, as keys of texts with arguments. */
function obstacles(
  files: readonly DeskFile[],
  list: string,
  word: (field: string) => string,
): { key: Obstacle; what: string }[] {
  const found: { key: Obstacle; what: string }[] = [];
  const kinds = new Map<string, string>();
  for (const one of files) {
    const name = one.file.name;
    const waiting = !one.proposal && !one.problem && !one.tooLarge;
    if (waiting) {
      found.push({ key: 'ui-files-wait', what: name });
      continue;
    }
    if (!one.text) {
      found.push({ key: 'ui-files-no-mapping', what: name });
      continue;
    }
    const mapping = mappingOf(one);
    if (!mapping) continue;
    for (const field of lacking(mapping))
      found.push({ key: 'ui-files-lacking', what: `${name}: ${word(field)}` });
    if (kinds.has(mapping.kind))
      found.push({ key: 'ui-files-same-kind', what: `${kinds.get(mapping.kind)}, ${name}` });
    kinds.set(mapping.kind, name);
  }
  if (!list.trim()) found.push({ key: 'ui-files-no-list', what: '' });
  return found;
}
type Obstacle =
  'ui-files-wait' | 'ui-files-no-mapping' | 'ui-files-lacking' | 'ui-files-same-kind' | 'ui-files-no-list';

/** Sends a file as it is; the server keeps it for seven days. */
async function sendIn(file: File, signal: AbortSignal): Promise<string> {
  const sent = await upload(`/api/v1/files?name=${encodeURIComponent(file.name.slice(-200))}`, file, signal);
  return (sent as Schema<'File'>).id;
}

function TheList({ desk }: { desk: ReturnType<typeof useDesk> }) {
  const { t, word } = useT();
  const go = useGo();
  const { files, list, area, history, leaveOut } = desk.state;
  const [sending, setSending] = useState<AbortController>();
  const [problem, setProblem] = useState<ApiError>();
  // Whoever leaves while files are sent is not led away from where he went; the job is among the jobs.
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const begin = useCommand('/api/v1/imports/jobs', {
    done: (job) => here.current && go(`/files/jobs/${job.id}`),
  });
  const hindered = obstacles(files, list, (field) => word('field', field));

  const run = async (dryRun: boolean) => {
    if (sending) return;
    const ending = new AbortController();
    setSending(ending);
    setProblem(undefined);
    try {
      const sent: Schema<'SentFile'>[] = [];
      for (const one of files) {
        const id = one.sent ?? (await sendIn(one.file, ending.signal));
        if (!one.sent) desk.change(one.key, { sent: id });
        sent.push({ file: id, mapping: one.text });
      }
      await begin.run({
        body: {
          list: oneLine(list),
          files: sent,
          history,
          leave_out: leaveOut,
          dry_run: dryRun,
          ...(area ? { area } : {}),
        },
      });
    } catch (error) {
      if (!ending.signal.aborted) setProblem(asApiError(error));
    } finally {
      setSending(undefined);
    }
  };
  // A file that the server has forgotten meanwhile is sent anew.
  const forgotten = begin.problem?.type === 'record.not_found' && files.some((one) => one.sent);
  const busy = sending !== undefined || begin.pending;
  const total = files.reduce((sum, one) => sum + one.file.size, 0);

  return (
    <Section title={t('ui-files-list')}>
      <Form layout="vertical" className={styles['listForm']} onFinish={() => void run(true)}>
        <Form.Item label={t('ui-files-list-name')} extra={t('ui-files-list-name-hint')} htmlFor="list-name">
          <Input
            id="list-name"
            value={list}
            maxLength={100}
            onChange={({ target }) => desk.set({ list: target.value })}
            onBlur={() => desk.set({ list: oneLine(list) })}
          />
        </Form.Item>
        <Form.Item label={t('ui-files-list-area')} extra={t('ui-files-list-area-hint')} htmlFor="list-area">
          <OwnArea value={area} change={(next) => desk.set({ area: next })} />
        </Form.Item>
        <Form.Item>
          <label className={styles['switch']}>
            <Switch checked={history} onChange={(on) => desk.set({ history: on })} />
            <span>
              {t('ui-files-history')}
              <small>{t('ui-files-history-hint')}</small>
            </span>
          </label>
        </Form.Item>
        <Form.Item>
          <label className={styles['switch']}>
            <Switch checked={leaveOut} onChange={(on) => desk.set({ leaveOut: on })} />
            <span>
              {t('ui-files-leave-out')}
              <small>{t('ui-files-leave-out-hint')}</small>
            </span>
          </label>
        </Form.Item>
        {hindered.length > 0 && (
          <Alert
            type="info"
            title={t('ui-files-before')}
            description={
              <ul className={styles['plain']}>
                {hindered.map(({ key, what }) => (
                  <li key={`${key} ${what}`}>{t(key, { what })}</li>
                ))}
              </ul>
            }
          />
        )}
        <Problem error={problem ?? (forgotten ? undefined : begin.problem)} />
        {forgotten && (
          <Alert
            type="warning"
            title={t('ui-files-forgotten')}
            action={
              <Button
                size="small"
                onClick={() => {
                  begin.renew();
                  for (const one of files) desk.change(one.key, { sent: undefined } as Partial<DeskFile>);
                }}
              >
                {t('ui-retry')}
              </Button>
            }
          />
        )}
        <Space wrap>
          <Button
            type="primary"
            htmlType="submit"
            loading={busy}
            disabled={hindered.length > 0 || begin.barred}
          >
            {t('ui-files-try')}
          </Button>
          <Button disabled={busy || hindered.length > 0 || begin.barred} onClick={() => void run(false)}>
            {t('ui-files-take')}
          </Button>
          {sending && (
            <>
              <span role="status">{t('ui-files-sending', { size: Math.ceil(total / 1e6) })}</span>
              <Button onClick={() => sending.abort()}>{t('ui-files-stop')}</Button>
            </>
          )}
        </Space>
        <p className={styles['quiet']}>{t('ui-files-try-hint')}</p>
      </Form>
    </Section>
  );
}

/** An area in which one may import; the widest of them when nothing is said. */
function OwnArea({
  value,
  change,
}: {
  value: string | undefined;
  change: (code: string | undefined) => void;
}) {
  const { t, text } = useT();
  const areas = useAreas();
  const { actions } = useMe();
  const options = useMemo(() => {
    const allowed = actions.find(({ action }) => action === 'import_cases');
    const own = new Set([...(allowed?.areas ?? []), ...(allowed?.limited ?? []).map(({ area }) => area)]);
    return [...(areas?.values() ?? [])]
      .filter(({ path }) => path.some((code) => own.has(code)))
      .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
      .map(({ code, name }) => ({ value: code, label: text(name) }));
  }, [areas, actions, text]);
  return (
    <Select
      id="list-area"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('ui-files-list-area-widest')}
      value={value ?? null}
      onChange={(code: string | null | undefined) => change(code ?? undefined)}
      options={options}
      labelRender={({ value: code }) => <Area code={String(code)} />}
    />
  );
}
