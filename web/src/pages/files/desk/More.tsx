// What else a mapping says: forms of dates, how letters are written, what is empty, what becomes of other columns.
import { Checkbox, Form, Input, Select } from 'antd';
import { useT } from '@/i18n';
import { oneLine } from '@/parts';
import styles from '../files.module.css';
import { DELIMITERS, ENCODINGS, fieldsOf, FORMS, type Mapping } from './mapping';
import { useDiseases } from './Questions';

export function More({
  mapping,
  headings,
  change,
}: {
  mapping: Mapping;
  headings: readonly string[];
  change: (next: Mapping) => void;
}) {
  const { t, word } = useT();
  const diseases = useDiseases();
  const days = fieldsOf(mapping.kind).filter(({ name, shape }) => shape === 'day' && mapping.columns[name]);
  const forms = FORMS.map((form) => ({ value: form, label: form }));
  const dropped = (key: 'encoding' | 'delimiter' | 'sheet', value: string | undefined): Mapping => {
    const { [key]: _, ...rest } = mapping;
    return value ? { ...rest, [key]: value } : rest;
  };
  return (
    <Form layout="vertical" className={styles['more']}>
      {(mapping.kind === 'cases' || mapping.kind === 'contacts') && (
        <Form.Item label={t('ui-files-more-disease')} htmlFor="more-disease">
          <Select
            id="more-disease"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('ui-files-more-disease-row')}
            value={mapping.disease || null}
            onChange={(disease: string | null | undefined) => change({ ...mapping, disease: disease ?? '' })}
            options={diseases.map((code) => ({ value: code, label: word('disease', code) }))}
          />
        </Form.Item>
      )}
      <Form.Item label={t('ui-files-more-dates')} extra={t('ui-files-more-dates-hint')} htmlFor="more-dates">
        <Select
          id="more-dates"
          mode="tags"
          value={mapping.forms}
          onChange={(next: string[]) =>
            change({ ...mapping, forms: next.length > 0 ? next.map(oneLine) : ['YYYY-MM-DD'] })
          }
          options={forms}
        />
      </Form.Item>
      {days.map(({ name }) => (
        <Form.Item
          key={name}
          label={t('ui-files-more-dates-of', { what: word('field', name) })}
          htmlFor={`more-dates-${name}`}
        >
          <Select
            id={`more-dates-${name}`}
            mode="tags"
            placeholder={t('ui-files-more-as-above')}
            value={mapping.formsOf[name] ?? []}
            onChange={(next: string[]) => {
              const { [name]: _, ...rest } = mapping.formsOf;
              change({
                ...mapping,
                formsOf: next.length > 0 ? { ...rest, [name]: next.map(oneLine) } : rest,
              });
            }}
            options={forms}
          />
        </Form.Item>
      ))}
      <Form.Item label={t('ui-files-more-encoding')} htmlFor="more-encoding">
        <Select
          id="more-encoding"
          allowClear
          placeholder={t('ui-files-more-guessed')}
          value={mapping.encoding ?? null}
          onChange={(value: string | null | undefined) => change(dropped('encoding', value ?? undefined))}
          options={ENCODINGS.map((value) => ({ value, label: value.toUpperCase() }))}
        />
      </Form.Item>
      <Form.Item label={t('ui-files-more-delimiter')} htmlFor="more-delimiter">
        <Select
          id="more-delimiter"
          allowClear
          placeholder={t('ui-files-more-guessed')}
          value={mapping.delimiter ?? null}
          onChange={(value: string | null | undefined) => change(dropped('delimiter', value ?? undefined))}
          options={DELIMITERS.map((value) => ({
            value,
            label: value === 'tab' ? t('ui-files-more-tab') : value,
          }))}
        />
      </Form.Item>
      <Form.Item label={t('ui-files-more-sheet')} htmlFor="more-sheet">
        <Input
          id="more-sheet"
          placeholder={t('ui-files-more-sheet-first')}
          value={mapping.sheet ?? ''}
          onChange={({ target }) => change(dropped('sheet', target.value.slice(0, 100)))}
        />
      </Form.Item>
      <Form.Item label={t('ui-files-more-blanks')} htmlFor="more-blanks">
        <Select
          id="more-blanks"
          mode="tags"
          placeholder={t('ui-files-more-blanks-hint')}
          value={mapping.blanks}
          onChange={(blanks: string[]) => change({ ...mapping, blanks: blanks.map(oneLine).filter(Boolean) })}
          options={[]}
          open={false}
          suffixIcon={null}
        />
      </Form.Item>
      <Form.Item label={t('ui-files-more-extras')} htmlFor="more-extras">
        <Select
          id="more-extras"
          value={Array.isArray(mapping.extras) ? 'some' : mapping.extras}
          onChange={(value: 'none' | 'all' | 'some') =>
            change({ ...mapping, extras: value === 'some' ? unmapped(mapping, headings) : value })
          }
          options={[
            { value: 'none', label: t('ui-files-more-extras-none') },
            { value: 'all', label: t('ui-files-more-extras-all') },
            { value: 'some', label: t('ui-files-more-extras-some') },
          ]}
        />
      </Form.Item>
      {Array.isArray(mapping.extras) && (
        <Form.Item label={t('ui-files-more-extras-which')} htmlFor="more-which">
          <Select
            id="more-which"
            mode="multiple"
            value={mapping.extras}
            onChange={(extras: string[]) => change({ ...mapping, extras })}
            options={unmapped(mapping, headings).map((heading) => ({ value: heading, label: heading }))}
          />
        </Form.Item>
      )}
      <Form.Item>
        <Checkbox
          checked={mapping.numberByRow}
          onChange={({ target }) => change({ ...mapping, numberByRow: target.checked })}
        >
          {t('ui-files-more-number')}
        </Checkbox>
        <Checkbox
          checked={mapping.shortRows}
          onChange={({ target }) => change({ ...mapping, shortRows: target.checked })}
        >
          {t('ui-files-more-short')}
        </Checkbox>
      </Form.Item>
    </Form>
  );
}

/** Headings that are no field. */
function unmapped(mapping: Mapping, headings: readonly string[]): string[] {
  const taken = new Set(Object.values(mapping.columns));
  return headings.filter((heading) => heading && !taken.has(heading));
}
