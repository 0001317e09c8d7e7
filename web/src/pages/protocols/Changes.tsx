// What differs in a rule, field by field, and which way: stricter or looser, in words and shape besides the colour.
import { ArrowDownOutlined, ArrowUpOutlined, MinusOutlined, QuestionOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useT } from '@/i18n';
import { Mark, Said, type MarkTone } from '@/parts';
import styles from './protocols.module.css';
import { valueText, type RuleChange } from './rules';

const SHAPES: Readonly<Record<string, ComponentType<{ 'aria-hidden'?: boolean }>>> = {
  stricter: ArrowUpOutlined,
  looser: ArrowDownOutlined,
  same: MinusOutlined,
  unclear: QuestionOutlined,
};
const TONES: Readonly<Record<string, MarkTone>> = { stricter: 'late', looser: 'done', unclear: 'warn' };

export function StrictnessTag({ of }: { of: string }) {
  const { word } = useT();
  const Shape = SHAPES[of] ?? QuestionOutlined;
  return (
    <Mark tone={TONES[of] ?? 'plain'}>
      <Shape aria-hidden /> {word('strictness', of)}
    </Mark>
  );
}

/** Fields whose values say nothing by themselves. */
const HIDDEN = ['id'];

export function Changes({ change }: { change: RuleChange }) {
  const { t, word } = useT();
  const fields =
    change.change === 'changed' ? change.fields.filter(({ field }) => !HIDDEN.includes(field)) : [];
  return (
    <>
      <Mark>{word('rulechange', change.change)}</Mark> <StrictnessTag of={change.strictness} />
      {change.add_on && <Mark tone="late">{t('ui-protocols-add-on')}</Mark>}
      {fields.length > 0 && (
        <dl className={styles['changes']}>
          {fields.map(({ field, old, new: now }) => (
            <div key={field}>
              <dt>
                <code>{field}</code>
              </dt>
              <dd>
                <del>
                  <Value of={old} />
                </del>{' '}
                →{' '}
                <ins>
                  <Value of={now} />
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Value({ of }: { of: unknown }) {
  const { text } = useT();
  return <Said text={valueText(of, text)} />;
}
