// Chains and exposures of a disease, or of one case: as a picture and in words.
import { MinusOutlined, PlusOutlined, ExpandOutlined, ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Checkbox, Segmented, Select } from 'antd';
import { useCallback, useDeferredValue, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { Go, useAddress, useFilter, useGo, useSetFilters } from '@/address';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { Empty, Loading, NamesSwitch, Page, Problem, useShortcut } from '@/parts';
import { pageOf } from '@/registry';
import { useMay } from '@/session';
import { Canvas, type CanvasHandle } from './Canvas';
import { ExportMenu } from './ExportMenu';
import styles from './graph.module.css';
import { Legend } from './Legend';
import {
  descent as descentOf,
  narrow,
  NO_GRAPH,
  pathBetween,
  settingsOf,
  unlinked as unlinkedOf,
} from './model';
import { useNodeText } from './NodeName';
import { Reading } from './Reading';
import { Side } from './Side';
import { Summary } from './Summary';
import { useExposureGraph } from './useExposureGraph';
import { useLayout } from './useLayout';
import { useSetting } from './words';

export default function GraphPage() {
  const { t } = useT();
  const [search] = useSearchParams();
  const oneCase = search.get('case') ?? undefined;
  const disease = useDisease(oneCase);
  const may = useMay();
  const title = oneCase ? t('ui-investigation-graph-one') : t('ui-investigation-graph');
  if (!may('read_cases')) {
    return (
      <Page title={title}>
        <Empty>{t('ui-investigation-graph-not-yours')}</Empty>
      </Page>
    );
  }
  return <Shown key={oneCase ?? 'all'} title={title} disease={disease} oneCase={oneCase} />;
}

/** The disease looked at; without one, that of the newest case, so that the page does not begin empty. */
function useDisease(oneCase: string | undefined): string | undefined | null {
  const { disease, area } = useAddress();
  const newest = useGet(
    '/api/v1/cases',
    { query: { area, limit: 1 } },
    { enabled: disease === undefined && oneCase === undefined },
  );
  if (disease !== undefined) return disease;
  if (oneCase !== undefined) return undefined;
  return newest.loading ? undefined : (newest.data?.items[0]?.disease ?? null);
}

function Shown({
  title,
  disease,
  oneCase,
}: {
  title: string;
  disease: string | undefined | null;
  oneCase: string | undefined;
}) {
  const { t } = useT();
  const go = useGo();
  const setFilters = useSetFilters();
  const [search] = useSearchParams();
  const [view, setView] = useFilter('view');
  const [layout, setLayout] = useFilter('layout');
  const [only, setOnly] = useFilter('only');
  const [alone, setAlone] = useFilter('unlinked');
  const [chosenSettings, setSettings] = useFilter('setting');
  const fetched = useExposureGraph(disease ?? undefined, oneCase);
  const canvas = useRef<CanvasHandle>(null);
  const textOf = useNodeText();

  const whole = fetched.graph ?? NO_GRAPH;
  const settings = useMemo(() => settingsOf(whole), [whole]);
  const graph = useMemo(
    () => narrow(whole, { settings: new Set(chosenSettings?.split(',')), casesOnly: only === 'cases' }),
    [whole, chosenSettings, only],
  );
  const descent = useMemo(() => descentOf(graph), [graph]);
  const kind = layout === 'time' ? 'time' : 'generation';
  const laidOut = useLayout(graph, descent, kind);
  const at = useMemo(() => {
    // Links from other pages name a record or a person.
    const places = new Map<string, number>();
    graph.nodes.forEach((node, index) => {
      for (const name of [node.person, node.record, node.key]) if (name) places.set(name, index);
    });
    return places;
  }, [graph]);
  const keyed = (name: string) => {
    const key = search.get(name);
    return key === null ? undefined : at.get(key);
  };
  const selected = keyed('node');
  const to = keyed('to');
  const path = useMemo(
    () => (selected === undefined || to === undefined ? undefined : pathBetween(graph, selected, to)),
    [graph, selected, to],
  );
  const alones = useMemo(() => unlinkedOf(graph, descent).length, [graph, descent]);
  const choose = useCallback(
    (index: number | undefined) =>
      setFilters({ node: index === undefined ? undefined : graph.nodes[index]?.key, to: undefined }),
    [graph, setFilters],
  );
  const setTo = (index: number | undefined) =>
    setFilters({ to: index === undefined ? undefined : graph.nodes[index]?.key });
  const open = (index: number) => {
    const node = graph.nodes[index];
    const page = node?.record && pageOf(node.kind, node.record);
    if (page) go(page);
  };
  const find = (index: number | undefined) => {
    choose(index);
    if (index !== undefined) canvas.current?.goTo(index);
  };
  const emphasis = useMemo(() => ({ unlinked: alone === '1' }), [alone]);
  const focus = useMemo(() => ({ selected, path }), [selected, path]);
  // A layout that is under way must not hold up what is chosen in the one that is shown.
  const drawn = useDeferredValue(laidOut);
  const current = drawn?.graph === graph;
  useShortcut('v', 'ui-investigation-switch-view', () => setView(view === 'reading' ? undefined : 'reading'));

  return (
    <Page
      title={title}
      note={oneCase && <Go to="/graph">{t('ui-investigation-graph-all')}</Go>}
      actions={
        <>
          <NamesSwitch />
          <ExportMenu
            disease={disease ?? undefined}
            laidOut={drawn}
            png={() => canvas.current?.png() ?? Promise.reject(new Error('no picture'))}
          />
        </>
      }
    >
      {disease && !oneCase && <Summary disease={disease} />}
      <div className={styles['tools']}>
        <Segmented
          aria-label={t('ui-investigation-view')}
          value={view === 'reading' ? 'reading' : 'picture'}
          onChange={(value) => setView(value === 'reading' ? 'reading' : undefined)}
          options={[
            { value: 'picture', label: t('ui-investigation-picture') },
            { value: 'reading', label: t('ui-investigation-reading') },
          ]}
        />
        {view !== 'reading' && (
          <Segmented
            aria-label={t('ui-investigation-layout')}
            value={kind}
            onChange={(value) => setLayout(value === 'time' ? 'time' : undefined)}
            options={[
              { value: 'generation', label: t('ui-investigation-by-generation') },
              { value: 'time', label: t('ui-investigation-by-time') },
            ]}
          />
        )}
        <SettingChoice settings={settings} chosen={chosenSettings} set={setSettings} />
        <Checkbox
          checked={only === 'cases'}
          onChange={({ target }) => setOnly(target.checked ? 'cases' : undefined)}
        >
          {t('ui-investigation-cases-only')}
        </Checkbox>
        <Checkbox
          checked={alone === '1'}
          onChange={({ target }) => setAlone(target.checked ? '1' : undefined)}
        >
          {t('ui-investigation-unlinked', { count: alones })}
        </Checkbox>
        <span className={styles['grow']} />
        <Select
          style={{ width: 190 }}
          aria-label={t('ui-investigation-find')}
          placeholder={t('ui-investigation-find')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={selected ?? null}
          onChange={(index: number | null | undefined) => find(index ?? undefined)}
          options={graph.nodes.flatMap((node, index) =>
            node.kind === 'case' ? [{ value: index, label: textOf(node) }] : [],
          )}
        />
        <Button
          type="text"
          icon={<ReloadOutlined spin={fetched.refreshing} aria-hidden />}
          aria-label={t('ui-list-reload')}
          title={t('ui-list-reload')}
          onClick={() => void fetched.refetch()}
        />
      </div>
      {fetched.error && <Problem error={fetched.error} retry={fetched.refetch} />}
      {whole.truncated && <Alert type="warning" showIcon title={t('ui-investigation-truncated')} />}
      {disease === null ? (
        <Empty>{t('ui-investigation-graph-none')}</Empty>
      ) : !fetched.graph ? (
        !fetched.error && <Fetching progress={fetched.progress} />
      ) : whole.nodes.length === 0 ? (
        <Empty>{t('ui-investigation-graph-none')}</Empty>
      ) : view === 'reading' ? (
        <Reading graph={graph} descent={descent} />
      ) : (
        <>
          <div className={styles['board']}>
            {drawn ? (
              <div style={{ position: 'relative' }}>
                <Canvas
                  handle={canvas}
                  laidOut={drawn}
                  emphasis={emphasis}
                  focus={current ? focus : {}}
                  said={
                    selected === undefined
                      ? ''
                      : t('ui-investigation-said', {
                          name: textOf(graph.nodes[selected]),
                          infected: descent.offspring[selected]?.length ?? 0,
                        })
                  }
                  choose={choose}
                  open={open}
                />
                <div className={styles['zoom']}>
                  <Button
                    icon={<PlusOutlined aria-hidden />}
                    aria-label={t('ui-investigation-nearer')}
                    onClick={() => canvas.current?.zoom(1.5)}
                  />
                  <Button
                    icon={<MinusOutlined aria-hidden />}
                    aria-label={t('ui-investigation-farther')}
                    onClick={() => canvas.current?.zoom(1 / 1.5)}
                  />
                  <Button
                    icon={<ExpandOutlined aria-hidden />}
                    aria-label={t('ui-investigation-fit')}
                    onClick={() => canvas.current?.fit()}
                  />
                </div>
              </div>
            ) : (
              <div className={styles['stage']}>
                <Loading rows={6} />
              </div>
            )}
            <Side
              graph={graph}
              descent={descent}
              selected={selected}
              to={to}
              path={path}
              choose={find}
              setTo={setTo}
            />
          </div>
          <Legend />
        </>
      )}
    </Page>
  );
}

function SettingChoice({
  settings,
  chosen,
  set,
}: {
  settings: [string, number][];
  chosen: string | undefined;
  set: (value: string | undefined) => void;
}) {
  const { t } = useT();
  const setting = useSetting();
  if (settings.length === 0 && !chosen) return null;
  return (
    <Select
      mode="multiple"
      className={styles['settings']}
      aria-label={t('ui-investigation-setting')}
      placeholder={t('ui-investigation-setting')}
      allowClear
      maxTagCount={2}
      value={chosen?.split(',') ?? []}
      onChange={(values: string[]) => set(values.join(',') || undefined)}
      options={settings.map(([value, count]) => ({ value, label: `${setting(value)} (${count})` }))}
    />
  );
}

function Fetching({ progress }: { progress: number }) {
  const { t } = useT();
  return (
    <div className={styles['stage']} aria-busy>
      <Loading rows={6} />
      {progress > 0 && (
        <p className={styles['quiet']} role="status">
          {t('ui-investigation-fetching', { count: progress })}
        </p>
      )}
    </div>
  );
}
