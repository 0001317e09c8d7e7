// What a node is called: the number of a case, the person of a contact; a button that chooses it, or words alone.
import { Area, PersonName, shortId } from '@/parts';
import { useT } from '@/i18n';
import type { GraphNode } from './model';
import styles from './graph.module.css';

/** The name as a text, for lists of choices and for who listens. */
export function useNodeText(): (node: GraphNode | undefined) => string {
  const { t, word } = useT();
  return (node) => {
    if (!node) return '';
    if (node.number) return node.number;
    if (node.outside) return t('ui-investigation-outside', { name: node.key });
    if (node.kind === 'place') return `${word('kind', node.class)} ${shortId(node.key)}`;
    return t('ui-investigation-person', { id: shortId(node.person ?? node.key) });
  };
}

export function NodeName({ node, choose }: { node: GraphNode | undefined; choose?: () => void }) {
  const textOf = useNodeText();
  if (!node) return null;
  const label = node.number || !node.person ? textOf(node) : <PersonName id={node.person} />;
  return choose ? (
    <button type="button" className={styles['name']} onClick={choose}>
      {label}
    </button>
  ) : (
    <span>{label}</span>
  );
}

/** Class, and where it is known the day and area. */
export function NodeFacts({ node }: { node: GraphNode }) {
  const { word } = useT();
  const group = node.kind === 'case' ? 'classification' : node.kind === 'place' ? 'kind' : 'class';
  return (
    <>
      {word(group, node.class)}
      {node.area && (
        <>
          {' · '}
          <Area code={node.area} />
        </>
      )}
    </>
  );
}
