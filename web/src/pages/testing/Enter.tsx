// Results as a laboratory enters them: scan, press a key, scan the next. They are kept first and sent when there is a
// line; how each stands is shown beside it.
import { Alert, Button, Form as AntForm, Input, Radio, Select } from 'antd';
import { BarcodeOutlined, DeleteOutlined } from '@ant-design/icons';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Go, useAddress } from '@/address';
import { freshKey } from '@/api';
import { useT } from '@/i18n';
import { HERE, offline, OUTBOX, useOffline } from '@/offline';
import { instantAt, instantText, wallAt } from '@/parts/calendar';
import { useDraft } from '@/parts/draft';
import { codeOf } from '@/parts/input';
import { useZone } from '@/parts/names';
import { Page } from '@/parts/page';
import { useWho } from '@/parts/round/who';
import { readLabel, type TubeLabel } from '@/parts/round/label';
import { Empty } from '@/parts/states';
import { keepPreference } from '@/preferences';
import { useShortcut } from '@/shell/shortcuts';
import { FindSheet } from './FindSheet';
import { bodyOf, faultOf, recordedBefore, sameSample, type Method, type Outcome, type Row } from './results';
import { hearScans } from './scanner';
import styles from './testing.module.css';

const METHODS: readonly Method[] = ['nat', 'antigen', 'culture', 'serology'];
const OUTCOMES: readonly Outcome[] = ['negative', 'positive', 'invalid'];

type Told = { tone: 'error' | 'warning'; text: string } | undefined;

export default function Enter() {
  const { t, word, language } = useT();
  const { asOf } = useAddress();
  const zone = useZone();
  const whoOf = useWho();
  const { entries, state, lasting } = useOffline();
  const [draft, keep] = useDraft<Row[]>('results');
  const rows = useMemo(() => draft ?? [], [draft]);
  const [active, setActive] = useState<string>();
  const [told, setTold] = useState<Told>();
  const [tried, setTried] = useState(false);
  const [finding, setFinding] = useState(false);
  const busy = useRef(false);
  const barred = asOf !== undefined || state !== 'open';
  const now = offline.now();
  // Results are kept until they are sent, as in the pages for one hand.
  useEffect(() => keepPreference(HERE, 'yes'), []);

  const change = (key: string, part: Partial<Row>) =>
    keep(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = useCallback(
    (label: TubeLabel, name?: string) => {
      const there = rows.find((row) => sameSample(row, label));
      if (there) {
        setActive(there.key);
        setTold({ tone: 'warning', text: t('ui-testing-scanned-twice') });
        return;
      }
      const row: Row = { key: freshKey(), ct: '', ...label, ...(name ? { name } : {}) };
      keep([...rows, row]);
      setActive(row.key);
      const before = recordedBefore(entries, label);
      setTold(before ? { tone: 'warning', text: t('ui-testing-recorded-before') } : undefined);
    },
    [rows, keep, entries, t],
  );
  const scanned = useCallback(
    (text: string) => {
      const label = readLabel(codeOf(text));
      if (label) add(label);
      else setTold({ tone: 'error', text: t('ui-testing-not-a-label', { text: text.slice(0, 24) }) });
    },
    [add, t],
  );
  useEffect(() => hearScans(scanned), [scanned]);

  const current = rows.find((row) => row.key === active);
  const set = (result: Outcome) => current && change(current.key, { result });
  useShortcut('1', 'ui-testing-key-negative', () => set('negative'));
  useShortcut('2', 'ui-testing-key-positive', () => set('positive'));
  useShortcut('3', 'ui-testing-key-invalid', () => set('invalid'));

  const faulty = rows.filter((row) => faultOf(row, now));
  const positive = rows.filter((row) => row.result === 'positive').length;
  const record = async () => {
    setTried(true);
    if (busy.current || faulty.length > 0 || rows.length === 0) return;
    busy.current = true;
    const left = [...rows];
    try {
      for (const row of rows) {
        const { result } = row;
        if (!result) continue;
        const command = { path: '/api/v1/test_results', body: bodyOf({ ...row, result }) } as const;
        await offline.add({
          command,
          moment: { field: 'resulted_at', when: offline.moment(), ago: 0 },
          person: row.person,
          ...(row.name ? { who: row.name } : {}),
        });
        left.shift();
      }
      setTold(undefined);
      setTried(false);
    } catch {
      setTold({ tone: 'error', text: t('ui-round-not-kept') });
    } finally {
      keep(left.length > 0 ? left : undefined);
      busy.current = false;
    }
  };

  return (
    <Page title={t('ui-testing-enter-title')} note={t('ui-testing-enter-note')}>
      {state === 'open' && !lasting && <Alert type="warning" showIcon title={t('ui-testing-not-lasting')} />}
      {state === 'closed' && <Alert type="warning" showIcon title={t('ui-testing-closed')} />}
      <div className={styles['bar']}>
        <ScanField scanned={scanned} />
        <Button onClick={() => setFinding(true)}>{t('ui-testing-without-label')}</Button>
        <span className={styles['grow']} />
        <Button
          disabled={rows.every((row) => row.result)}
          onClick={() => keep(rows.map((row) => (row.result ? row : { ...row, result: 'negative' })))}
        >
          {t('ui-testing-rest-negative')}
        </Button>
        <Button type="primary" disabled={barred || rows.length === 0} onClick={() => void record()}>
          {positive > 0
            ? t('ui-testing-record-positive', { count: rows.length, positive })
            : t('ui-testing-record', { count: rows.length })}
        </Button>
      </div>
      {told && (
        <Alert type={told.tone} showIcon title={told.text} closable={{ onClose: () => setTold(undefined) }} />
      )}
      {rows.length === 0 ? (
        <Empty>{t('ui-testing-scan-first')}</Empty>
      ) : (
        <div className={styles['scroll']}>
          <table className={styles['results']}>
            <thead>
              <tr>
                <th scope="col">{t('ui-testing-person')}</th>
                <th scope="col">{t('ui-testing-disease')}</th>
                <th scope="col">{t('ui-testing-method')}</th>
                <th scope="col">{t('ui-testing-sampled')}</th>
                <th scope="col">{t('ui-testing-result')}</th>
                <th scope="col">{t('ui-testing-ct')}</th>
                <th scope="col">
                  <span className={styles['unseen']}>{t('ui-testing-remove')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const fault = tried ? faultOf(row, now) : undefined;
                return (
                  <tr
                    key={row.key}
                    data-active={row.key === active ? '' : undefined}
                    data-result={row.result}
                    onFocus={() => setActive(row.key)}
                    onClick={() => setActive(row.key)}
                  >
                    <td data-said={row.name ? '' : undefined}>{whoOf(row.name, row.person)}</td>
                    <td data-label={t('ui-testing-disease')}>{word('disease', row.disease)}</td>
                    <td data-label={t('ui-testing-method')}>
                      <Select
                        size="small"
                        aria-label={t('ui-testing-method')}
                        value={row.method}
                        onChange={(method: Method) => change(row.key, { method })}
                        options={METHODS.map((value) => ({ value, label: word('method', value) }))}
                        popupMatchSelectWidth={140}
                      />
                    </td>
                    <td data-label={t('ui-testing-sampled')}>
                      <input
                        type="datetime-local"
                        className={styles['moment']}
                        aria-label={t('ui-testing-sampled')}
                        aria-invalid={fault === 'future'}
                        value={wallAt(row.sampledAt, zone).slice(0, 16)}
                        onChange={({ target }) => {
                          const at = Date.parse(target.value ? instantAt(target.value, zone) : '');
                          if (!Number.isNaN(at)) change(row.key, { sampledAt: at });
                        }}
                      />
                    </td>
                    <td data-label={t('ui-testing-result')}>
                      <Radio.Group
                        size="small"
                        optionType="button"
                        aria-label={t('ui-testing-result')}
                        value={row.result ?? null}
                        onChange={({ target }) => change(row.key, { result: target.value as Outcome })}
                        options={OUTCOMES.map((value) => ({ value, label: word('result', value) }))}
                      />
                    </td>
                    <td data-label={t('ui-testing-ct')}>
                      <Input
                        size="small"
                        className={styles['ct'] ?? ''}
                        aria-label={t('ui-testing-ct')}
                        inputMode="decimal"
                        maxLength={10}
                        status={fault === 'ct' ? 'error' : ''}
                        value={row.ct}
                        onChange={({ target }) => change(row.key, { ct: target.value })}
                      />
                    </td>
                    <td>
                      <Button
                        type="text"
                        size="small"
                        icon={<DeleteOutlined aria-hidden />}
                        aria-label={t('ui-testing-remove')}
                        onClick={() => {
                          const left = rows.filter((other) => other.key !== row.key);
                          keep(left.length > 0 ? left : undefined);
                        }}
                      />
                      {fault && (
                        <div className={styles['fault']} role="alert">
                          {
                            {
                              result: t('ui-testing-fault-result'),
                              ct: t('ui-input-number', { min: 5, max: 50 }),
                              future: t('ui-input-day-future'),
                            }[fault]
                          }
                        </div>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <Recorded zone={zone} language={language} />
      {finding && (
        <FindSheet
          close={() => setFinding(false)}
          found={(person, name, disease) => {
            setFinding(false);
            add(
              { person, disease, method: 'nat', sampledAt: Math.floor(offline.now() / 60_000) * 60_000 },
              name,
            );
          }}
        />
      )}
    </Page>
  );
}

/** Where a code is typed by hand, or by a scanner that is set up otherwise. */
function ScanField({ scanned }: { scanned: (text: string) => void }) {
  const { t } = useT();
  const [text, setText] = useState('');
  return (
    <AntForm
      className={styles['scan'] ?? ''}
      onFinish={() => {
        if (codeOf(text) !== '') scanned(text);
        setText('');
        // What is typed next is the result: a key, not a letter of the field.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }}
    >
      <Input
        autoFocus
        prefix={<BarcodeOutlined aria-hidden />}
        aria-label={t('ui-testing-scan')}
        placeholder={t('ui-testing-scan')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => setText(target.value.slice(0, 200))}
      />
    </AntForm>
  );
}

/** What was just recorded here. */
function Recorded({ zone, language }: { zone: string; language: 'zh-CN' | 'en' }) {
  const { t, word } = useT();
  const { entries } = useOffline();
  const whoOf = useWho();
  const sentences = {
    waiting: t('ui-testing-state-waiting'),
    sent: t('ui-testing-state-sent'),
    refused: t('ui-testing-state-refused'),
    held: t('ui-testing-state-refused'),
  };
  const results = entries.flatMap(({ id, state, content }) =>
    content?.command.path === '/api/v1/test_results'
      ? [{ id, state, content, body: content.command.body }]
      : [],
  );
  if (results.length === 0) return null;
  return (
    <section aria-label={t('ui-testing-recorded')}>
      <div className={styles['bar']}>
        <h2>{t('ui-testing-recorded')}</h2>
        <span className={styles['grow']} />
        <Go to={OUTBOX}>{t('ui-testing-all-recorded')}</Go>
      </div>
      <ul className={styles['recorded']}>
        {results
          .slice(-50)
          .reverse()
          .map(({ id, state, content, body }) => (
            <li key={id} data-state={state}>
              <span data-said={content.who ? '' : undefined}>{whoOf(content.who, content.person)}</span>
              <span>{word('disease', body.disease)}</span>
              <strong>{word('result', body.result)}</strong>
              <span>{body.sampled_at && instantText(body.sampled_at, 'minute', language, zone)}</span>
              <span className={styles['mark']} data-state={state}>
                {sentences[state]}
              </span>
              {content.outcome?.problem?.detail && (
                <span className={styles['fault']}>{content.outcome.problem.detail}</span>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}
