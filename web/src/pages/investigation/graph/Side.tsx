// Beside the picture: who was chosen, whom he has infected and met, and the way from him to somebody else.
import { Select } from 'antd';
import { useMemo } from 'react';
import { useT } from '@/i18n';
import { Empty, Facts, Mark, SubjectLink, When } from '@/parts';
import styles from './graph.module.css';
import { otherEnd, neighbours, settingOf, stepsOf, type Descent, type ExposureGraph } from './model';
import { NodeFacts, NodeName, useNodeText } from './NodeName';
import { useSetting } from './words';

/** Rows of a list that are shown at once. */
const ROWS = 25;

export interface SideProps {
  graph: ExposureGraph;
  descent: Descent;
  selected: number | undefined;
  to: number | undefined;
  /** Links of the way; undefined where there is none. */
  path: readonly number[] | undefined;
  choose: (index: number | undefined) => void;
  setTo: (index: number | undefined) => void;
}

export function Side(props: SideProps) {
  const { t } = useT();
  const { selected } = props;
  return (
    <aside className={styles['side']} aria-label={t('ui-investigation-chosen')}>
      {selected === undefined ? (
        <Empty>{t('ui-investigation-choose')}</Empty>
      ) : (
        <Chosen {...props} at={selected} />
      )}
    </aside>
  );
}

function Chosen({ graph, descent, at, to, path, choose, setTo }: SideProps & { at: number }) {
  const { t, word } = useT();
  const around = useMemo(() => neighbours(graph), [graph]);
  const textOf = useNodeText();
  const node = graph.nodes[at];
  if (!node) return null;
  const infector = descent.infector[at] ?? -1;
  const infected = descent.offspring[at] ?? [];
  const met = [...new Set(around.of(at).map((index) => otherEnd(graph.links[index], at) ?? at))].filter(
    (other) => other !== at && other !== infector && !infected.includes(other),
  );
  const generation = descent.generation[at] ?? -1;
  return (
    <>
      <div>
        <h2>
          {node.record && (node.kind === 'case' || node.kind === 'contact') ? (
            <SubjectLink kind={node.kind} id={node.record}>
              <NodeName node={node} />
            </SubjectLink>
          ) : (
            <NodeName node={node} />
          )}
        </h2>
        <NodeFacts node={node} />
        {node.outside && <p className={styles['quiet']}>{t('ui-investigation-outside-hint')}</p>}
      </div>
      <Facts
        pairs={[
          [
            t('ui-investigation-person-label'),
            node.person && node.number ? <NodeName node={{ ...node, number: '' }} /> : undefined,
          ],
          [
            t(
              node.kind === 'case'
                ? node.onset
                  ? 'ui-investigation-onset'
                  : 'ui-investigation-opened'
                : 'ui-investigation-last',
            ),
            node.on && <When at={node.on} />,
          ],
          [
            t('ui-investigation-generation-label'),
            generation >= 0 ? t('ui-investigation-generation', { number: generation }) : undefined,
          ],
          [
            t('ui-investigation-state'),
            node.status && word(node.kind === 'case' ? 'casestate' : 'contactstate', node.status),
          ],
        ]}
      />
      {node.kind === 'case' && (
        <section>
          <h2>{t('ui-investigation-infector')}</h2>
          {infector >= 0 ? (
            <NodeName node={graph.nodes[infector]} choose={() => choose(infector)} />
          ) : (
            <Mark tone="warn">{t('ui-investigation-unlinked-one')}</Mark>
          )}
        </section>
      )}
      <People
        title={t('ui-investigation-infected', { count: infected.length })}
        graph={graph}
        list={infected}
        choose={choose}
      />
      <People
        title={t('ui-investigation-met', { count: met.length })}
        graph={graph}
        list={met}
        choose={choose}
      />
      <section>
        <h2>{t('ui-investigation-path')}</h2>
        <Select
          style={{ width: '100%' }}
          aria-label={t('ui-investigation-path-to')}
          placeholder={t('ui-investigation-path-to')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={to ?? null}
          onChange={(index: number | null | undefined) => setTo(index ?? undefined)}
          options={graph.nodes.flatMap((other, index) =>
            index === at ? [] : [{ value: index, label: textOf(other) }],
          )}
        />
        {to !== undefined && <Way graph={graph} from={at} path={path} choose={choose} />}
      </section>
    </>
  );
}

function People({
  title,
  graph,
  list,
  choose,
}: {
  title: string;
  graph: ExposureGraph;
  list: readonly number[];
  choose: (index: number) => void;
}) {
  const { t } = useT();
  if (list.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className={styles['plain']}>
        {list.slice(0, ROWS).map((index) => {
          const node = graph.nodes[index];
          return (
            <li key={index}>
              <NodeName node={node} choose={() => choose(index)} />{' '}
              <span className={styles['quiet']}>{node && <NodeFacts node={{ ...node, area: '' }} />}</span>
            </li>
          );
        })}
      </ul>
      {list.length > ROWS && (
        <p className={styles['quiet']}>{t('ui-investigation-more', { count: list.length - ROWS })}</p>
      )}
    </section>
  );
}

/** The way, step by step. */
function Way({
  graph,
  from,
  path,
  choose,
}: {
  graph: ExposureGraph;
  from: number;
  path: readonly number[] | undefined;
  choose: (index: number) => void;
}) {
  const { t } = useT();
  const setting = useSetting();
  if (!path) return <p>{t('ui-investigation-path-none')}</p>;
  return (
    <ol className={styles['plain']} aria-label={t('ui-investigation-path')}>
      {stepsOf(graph, from, path).map(({ link, to, forth }) => (
        <li key={link.key}>
          <span className={styles['quiet']}>
            {t(
              link.transmission
                ? forth
                  ? 'ui-investigation-has-infected'
                  : 'ui-investigation-infected-by'
                : link.kind === 'shared_place'
                  ? 'ui-investigation-same-place'
                  : 'ui-investigation-has-met',
            )}
            {settingOf(link) && ` · ${setting(settingOf(link))}`}
            {link.started && (
              <>
                {' · '}
                <When at={link.started} kind="day" />
              </>
            )}
          </span>{' '}
          <NodeName node={graph.nodes[to]} choose={() => choose(to)} />
        </li>
      ))}
    </ol>
  );
}
