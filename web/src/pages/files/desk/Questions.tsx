// What only a person can know of a file: asked one by one, and answered where it is asked.
import { Alert, Button, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import styles from '../files.module.css';
import { CODES, needsArea, type Mapping } from './mapping';
import { OwnArea } from './OwnArea';
import { withMapping, type DeskFile } from './state';

type Asked = Schema<'Asked'>;

export function useDiseases(): string[] {
  const { data } = useGet('/api/v1/protocols', {}, { still: true, now: true });
  return [...new Set(data?.items.map(({ disease }) => disease))].filter((code) => code !== 'any').sort();
}

export function Questions({
  one,
  mapping,
  change,
  area,
  setArea,
}: {
  one: DeskFile;
  mapping: Mapping;
  change: (some: Partial<DeskFile>) => void;
  area: string | undefined;
  setArea: (area: string | undefined) => void;
}) {
  const asked = one.proposal?.questions ?? [];
  const open = asked
    .map((question, at) => ({ question, at }))
    .filter(({ question, at }) => !one.answered.includes(at) && concerns(question, mapping, area));
  if (open.length === 0) return null;
  const answer = (at: number, next?: Mapping) =>
    change({ ...(next ? withMapping(next) : {}), answered: [...one.answered, at] });
  return (
    <div className={styles['questions']}>
      {open.map(({ question, at }) => (
        <Question
          key={at}
          question={question}
          mapping={mapping}
          set={(next) => change(withMapping(next))}
          setArea={setArea}
          done={(next) => answer(at, next)}
        />
      ))}
    </div>
  );
}

/** Whether a question is still one: its column may have got another field meanwhile. */
function concerns({ question, heading, field }: Asked, mapping: Mapping, area: string | undefined): boolean {
  if (question === 'disease') return mapping.disease === '' && !mapping.columns['disease'];
  if (question === 'area') return !area && needsArea(mapping);
  return !field || !heading || mapping.columns[field] === heading;
}

interface QuestionProps {
  question: Asked;
  mapping: Mapping;
  /** Changes the mapping; the question stays. */
  set: (next: Mapping) => void;
  /** Sets the area of the list. */
  setArea: (area: string | undefined) => void;
  /** The question is answered. */
  done: (next?: Mapping) => void;
}

function Question({ question, mapping, set, setArea, done }: QuestionProps) {
  const { t, word } = useT();
  const diseases = useDiseases();
  const what = question.field ? word('field', question.field) : '';
  const heading = question.heading ?? '';
  const ask = (title: string, body?: ReactNode) => (
    <Alert type="warning" showIcon title={title} {...(body ? { description: body } : {})} />
  );
  const understood = (
    <Button size="small" onClick={() => done()}>
      {t('ui-files-ask-understood')}
    </Button>
  );
  switch (question.question) {
    case 'disease':
      return ask(
        t('ui-files-ask-disease'),
        <Select
          className={styles['wide'] ?? ''}
          aria-label={t('ui-files-ask-disease')}
          placeholder={t('ui-switch-disease')}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(disease: string) => done({ ...mapping, disease })}
          options={diseases.map((code) => ({ value: code, label: word('disease', code) }))}
        />,
      );
    case 'date_order':
      return ask(
        t('ui-files-ask-dates', { heading, what }),
        <Space wrap>
          {(question.choices ?? []).map((form) => (
            <Button
              key={form}
              onClick={() =>
                done({ ...mapping, formsOf: { ...mapping.formsOf, [question.field ?? '']: [form] } })
              }
            >
              {form}
            </Button>
          ))}
        </Space>,
      );
    case 'values':
      return ask(
        t('ui-files-ask-values', { heading, what }),
        <Meanings
          field={question.field ?? ''}
          values={question.choices ?? []}
          mapping={mapping}
          set={set}
          done={done}
        />,
      );
    case 'codes': {
      const values = Object.keys(question.meanings ?? {});
      const known = { ...question.meanings, ...mapping.values[question.field ?? ''] };
      const seen = { ...mapping, values: { ...mapping.values, [question.field ?? '']: known } };
      return ask(
        t('ui-files-ask-codes', { heading, what }),
        <Meanings field={question.field ?? ''} values={values} mapping={seen} set={set} done={done} />,
      );
    }
    case 'number':
      return ask(t('ui-files-ask-number'), understood);
    case 'area':
      return ask(t('ui-files-ask-area'), <OwnArea value={undefined} change={setArea} />);
    default:
      return ask(t('ui-files-ask-day'), understood);
  }
}

function Meanings({
  field,
  values,
  mapping,
  set,
  done,
}: {
  field: string;
  values: readonly string[];
  mapping: Mapping;
  set: (next: Mapping) => void;
  done: (next?: Mapping) => void;
}) {
  const { t, word } = useT();
  const meant = mapping.values[field] ?? {};
  const options = [
    ...(CODES[field] ?? []).map((code) => ({ value: code, label: word(GROUPS[field] ?? 'word', code) })),
    { value: '', label: t('ui-files-ask-nothing') },
  ];
  return (
    <div className={styles['meanings']}>
      {values.map((value) => (
        <label key={value}>
          <code>{value}</code>
          <Select
            size="small"
            aria-label={t('ui-files-ask-meaning', { value })}
            placeholder={t('ui-files-ask-choose')}
            value={meant[value] ?? null}
            popupMatchSelectWidth={false}
            onChange={(code: string) =>
              set({ ...mapping, values: { ...mapping.values, [field]: { ...meant, [value]: code } } })
            }
            options={options}
          />
        </label>
      ))}
      <Button size="small" onClick={() => done(mapping)}>
        {t('ui-files-ask-understood')}
      </Button>
    </div>
  );
}

/** Words of the codes of a field. */
const GROUPS = {
  sex: 'sex',
  classification: 'classification',
  outcome: 'outcome',
  age_unit: 'ageunit',
} as const as Readonly<Record<string, 'sex' | 'classification' | 'outcome' | 'ageunit'>>;
