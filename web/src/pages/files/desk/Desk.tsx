// The import desk: files are put on it, how each is read is proposed and corrected, then it is tried or taken in by a
// job. What the job finds, and what is mended, stands on the page of the job.
import { Alert, Button, Form, Input, Space, Switch } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useGo } from '@/address';
import { asApiError, upload, useCommand, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import { oneLine, Page, Problem, RoomTabs, Section } from '@/parts';
import styles from '../files.module.css';
import { TABS } from '../tabs';
import { OwnArea } from './OwnArea';
import { Drop } from './Drop';
import { FileCard } from './FileCard';
import { lacking, needsArea } from './mapping';
import { mappingOf, useDesk, type DeskFile, type DeskState } from './state';

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
          area={desk.state.area}
          setArea={(area) => desk.set({ area })}
        />
      ))}
      {files.length > 0 && <TheList desk={desk} />}
    </Page>
  );
}

/** Why files cannot be sent yet, as keys of texts with arguments. */
function obstacles(
  { files, list, area }: Pick<DeskState, 'files' | 'list' | 'area'>,
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
    if (!area && needsArea(mapping)) found.push({ key: 'ui-files-no-area', what: name });
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
  | 'ui-files-wait'
  | 'ui-files-no-mapping'
  | 'ui-files-no-area'
  | 'ui-files-lacking'
  | 'ui-files-same-kind'
  | 'ui-files-no-list';

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
  const hindered = obstacles({ files, list, area }, (field) => word('field', field));

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
          <OwnArea id="list-area" value={area} change={(next) => desk.set({ area: next })} />
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
