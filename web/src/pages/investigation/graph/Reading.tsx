// The same chains in words: as a tree, or by time. For small chains, for print, and for who cannot see the picture.
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useFilter } from '@/address';
import { useT } from '@/i18n';
import { Empty, RecordTable, SubjectLink, When } from '@/parts';
import styles from './graph.module.css';
import { chainOf, settingOf, type Descent, type ExposureGraph, type GraphLink } from './model';
import { NodeFacts, NodeName } from './NodeName';
import { useSetting } from './words';

/** Chains, and rows by time, that are shown at once. */
const CHAINS = 40;
const ROWS = 200;

interface ReadingProps {
  graph: ExposureGraph;
  descent: Descent;
}

export function Reading({ graph, descent }: ReadingProps) {
  const { t } = useT();
  const [order, setOrder] = useFilter('order');
  if (graph.nodes.length === 0) return <Empty>{t('ui-investigation-graph-none')}</Empty>;
  return (
    <>
      <Segmented
        aria-label={t('ui-investigation-reading')}
        value={order === 'time' ? 'time' : 'tree'}
        onChange={(value) => setOrder(value === 'time' ? 'time' : undefined)}
        options={[
          { value: 'tree', label: t('ui-investigation-tree') },
          { value: 'time', label: t('ui-investigation-by-time') },
        ]}
      />
      {order === 'time' ? (
        <ByTime graph={graph} descent={descent} />
      ) : (
        <Trees graph={graph} descent={descent} />
      )}
    </>
  );
}

function Trees({ graph, descent }: ReadingProps) {
  const { t } = useT();
  const [shown, setShown] = useState(CHAINS);
  const told = useTold(graph, descent);
  const chains = useMemo(() => {
    const roots = graph.nodes.flatMap((_, index) => (descent.generation[index] === 0 ? [index] : []));
    return roots
      .map((root) => ({ root, size: chainOf(descent, root).length }))
      .sort((a, b) => b.size - a.size || a.root - b.root);
  }, [graph, descent]);
  return (
    <div className={styles['chains']}>
      {chains.slice(0, shown).map(({ root, size }, at) =>
        size === 1 ? (
          <div key={root} className={styles['row']}>
            <Line graph={graph} told={told} index={root} />
          </div>
        ) : (
          <details key={root} open={at < 3 && size <= ROWS}>
            <summary>
              {t('ui-investigation-chain', { count: size })} <NodeName node={graph.nodes[root]} />
            </summary>
            <ol className={styles['tree']}>
              <Branch graph={graph} told={told} descent={descent} index={root} />
            </ol>
          </details>
        ),
      )}
      {chains.length > shown && (
        <Button onClick={() => setShown(shown + CHAINS)}>
          {t('ui-investigation-more', { count: chains.length - shown })}
        </Button>
      )}
    </div>
  );
}

function Branch({ index, ...rest }: ReadingProps & { told: Told; index: number }) {
  const below = rest.descent.offspring[index] ?? [];
  return (
    <li>
      <Line graph={rest.graph} told={rest.told} index={index} />
      {below.length > 0 && (
        <ol>
          {below.map((next) => (
            <Branch key={next} {...rest} index={next} />
          ))}
        </ol>
      )}
    </li>
  );
}

/** What is told of each: how he was infected, and how many he has met. */
interface Told {
  by: (index: number) => GraphLink | undefined;
  met: (index: number) => number;
}

function useTold(graph: ExposureGraph, descent: Descent): Told {
  return useMemo(() => {
    const by = new Map<number, GraphLink>();
    const met = new Int32Array(graph.nodes.length);
    for (const link of graph.links) {
      if (link.transmission && descent.infector[link.to] === link.from) by.set(link.to, link);
      const contact =
        graph.nodes[link.to]?.kind === 'contact'
          ? link.from
          : graph.nodes[link.from]?.kind === 'contact'
            ? link.to
            : -1;
      if (contact >= 0) met[contact] = (met[contact] ?? 0) + 1;
    }
    return { by: (index) => by.get(index), met: (index) => met[index] ?? 0 };
  }, [graph, descent]);
}

function Line({ graph, told, index }: { graph: ExposureGraph; told: Told; index: number }) {
  const { t } = useT();
  const setting = useSetting();
  const node = graph.nodes[index];
  if (!node) return null;
  const by = told.by(index);
  const met = told.met(index);
  return (
    <span className={styles['row']}>
      {node.record ? (
        <SubjectLink kind={node.kind} id={node.record}>
          <NodeName node={node} />
        </SubjectLink>
      ) : (
        <NodeName node={node} />
      )}
      <span>
        <NodeFacts node={node} />
      </span>
      {node.on && (
        <span className={styles['quiet']}>
          {t(node.onset ? 'ui-investigation-onset' : 'ui-investigation-opened')} <When at={node.on} />
        </span>
      )}
      {by && settingOf(by) && (
        <span className={styles['quiet']}>
          {t('ui-investigation-where', { setting: setting(settingOf(by)) })}
        </span>
      )}
      {met > 0 && (
        <span className={styles['quiet']}>{t('ui-investigation-contacts-count', { count: met })}</span>
      )}
    </span>
  );
}

function ByTime({ graph, descent }: ReadingProps) {
  const { t } = useT();
  const setting = useSetting();
  const told = useTold(graph, descent);
  const [shown, setShown] = useState(ROWS);
  const rows = useMemo(
    () =>
      graph.nodes
        .flatMap((node, index) => (node.kind === 'case' ? [{ node, index }] : []))
        .sort((a, b) => (a.node.on ?? '9999').localeCompare(b.node.on ?? '9999')),
    [graph],
  );
  return (
    <>
      <RecordTable
        rows={rows.slice(0, shown)}
        rowId={({ node }) => node.key}
        columns={[
          {
            id: 'on',
            label: 'ui-investigation-onset',
            cell: ({ node }) => (node.onset ? <When at={node.on} /> : '—'),
          },
          {
            id: 'case',
            label: 'ui-investigation-case',
            cell: ({ node }) =>
              node.record ? (
                <SubjectLink kind="case" id={node.record}>
                  <NodeName node={node} />
                </SubjectLink>
              ) : (
                <NodeName node={node} />
              ),
          },
          { id: 'class', label: 'ui-investigation-class', cell: ({ node }) => <NodeFacts node={node} /> },
          {
            id: 'generation',
            label: 'ui-investigation-generation-label',
            align: 'end',
            cell: ({ index }) => ((descent.generation[index] ?? -1) >= 0 ? descent.generation[index] : ''),
          },
          {
            id: 'by',
            label: 'ui-investigation-infector',
            cell: ({ index }) => {
              const by = descent.infector[index] ?? -1;
              return by >= 0 ? <NodeName node={graph.nodes[by]} /> : t('ui-investigation-unlinked-one');
            },
          },
          {
            id: 'setting',
            label: 'ui-investigation-setting',
            cell: ({ index }) => {
              const by = told.by(index);
              return by && settingOf(by) ? setting(settingOf(by)) : '';
            },
          },
          {
            id: 'infected',
            label: 'ui-investigation-infected-count',
            align: 'end',
            cell: ({ index }) => descent.offspring[index]?.length ?? 0,
          },
          {
            id: 'met',
            label: 'ui-investigation-met-count',
            align: 'end',
            cell: ({ index }) => told.met(index),
          },
        ]}
      />
      {rows.length > shown && (
        <Button onClick={() => setShown(shown + ROWS)}>
          {t('ui-investigation-more', { count: rows.length - shown })}
        </Button>
      )}
    </>
  );
}
