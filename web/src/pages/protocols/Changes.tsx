// What differs in a rule, field by field, and which way: stricter or looser, in words and shape besides the colour.
import { ArrowDownOutlined, ArrowUpOutlined, MinusOutlined, QuestionOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ComponentType } from 'react';
import { useT } from '@/i18n';
import styles from './protocols.module.css';
import { isBoth, valueText, type RuleChange } from './rules';

const SHAPES: Readonly<Record<string, ComponentType<{ 'aria-hidden'?: boolean }>>> = {
  stricter: ArrowUpOutlined,
  looser: ArrowDownOutlined,
  same: MinusOutlined,
  unclear: QuestionOutlined,
};
const COLOURS: Readonly<Record<string, string>> = {
  stricter: 'red',
  looser: 'green',
  same: 'default',
  unclear: 'gold',
};

export function StrictnessTag({ of }: { of: string }) {
  const { word } = useT();
  const Shape = SHAPES[of] ?? QuestionOutlined;
  return (
    <Tag color={COLOURS[of] ?? 'default'} icon={<Shape aria-hidden />}>
      {word('strictness', of)}
    </Tag>
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
      <Tag>{word('rulechange', change.change)}</Tag> <StrictnessTag of={change.strictness} />
      {change.add_on && <Tag color="red">{t('ui-protocols-add-on')}</Tag>}
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
  return <>{isBoth(of) ? text(of) : valueText(of)}</>;
}
