// Filters of a list. Their values stand in the address, as the API takes them or as a day.
import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { useFilter, useSetFilters } from '@/address';
import { useT, type TextKey, type WordGroup } from '@/i18n';
import { addDays, dayStart } from './calendar';
import { codeOf, oneLine } from './input';
import styles from './list.module.css';

interface Base {
  label: TextKey;
  /** Names in the address and in the query of the API. */
  names: readonly string[];
}
/** One of some codes, with words of a group. */
export interface Choice extends Base {
  kind: 'choice';
  group: WordGroup;
  options: readonly string[];
}
/** A text or number, as the API takes it. */
export interface Typed extends Base {
  kind: 'text' | 'code';
}
/** From a day to a day; `names` are the query's instants: from, and before or until. */
export interface Days extends Base {
  kind: 'days';
  /** The query takes days, not instants: from this one, and before the one after the last. */
  plain?: boolean;
}
export type Filter = Choice | Typed | Days;

/** A choice of codes. */
export const choice = (
  name: string,
  label: TextKey,
  group: WordGroup,
  options: readonly string[],
): Filter => ({
  kind: 'choice',
  names: [name],
  label,
  group,
  options,
});
/** A number or code. */
export const code = (name: string, label: TextKey): Filter => ({ kind: 'code', names: [name], label });
/** A text. */
export const typed = (name: string, label: TextKey): Filter => ({ kind: 'text', names: [name], label });
/** A span of days. */
export const days = (from: string, until: string, label: TextKey): Filter => ({
  kind: 'days',
  names: [from, until],
  label,
});

/** A span of days where the query takes days. */
export const plainDays = (from: string, before: string, label: TextKey): Filter => ({
  kind: 'days',
  names: [from, before],
  label,
  plain: true,
});

/** The part of the query that the filters in the address make. */
export function queryOf(
  filters: readonly Filter[],
  search: URLSearchParams,
  zone: string,
): Record<string, string> {
  const query: Record<string, string> = {};
  for (const filter of filters) {
    filter.names.forEach((name, index) => {
      const value = search.get(name);
      if (!value) return;
      if (filter.kind !== 'days') query[name] = value;
      else if (/^\d{4}-\d\d-\d\d$/.test(value)) {
        const day = index === 0 ? value : addDays(value, 1);
        query[name] = filter.plain ? day : dayStart(day, zone);
      }
    });
  }
  return query;
}

export function Filters({ filters }: { filters: readonly Filter[] }) {
  return filters.map((filter) => {
    if (filter.kind === 'choice') return <ChoiceFilter key={filter.names[0]} filter={filter} />;
    if (filter.kind === 'days') return <DaysFilter key={filter.names[0]} filter={filter} />;
    return <TypedFilter key={filter.names[0]} filter={filter} />;
  });
}

function ChoiceFilter({ filter }: { filter: Choice }) {
  const { t, word } = useT();
  const [value, set] = useFilter(filter.names[0] ?? '');
  return (
    <Select
      className={styles['filter']}
      aria-label={t(filter.label)}
      placeholder={t(filter.label)}
      allowClear
      value={value ?? null}
      onChange={(next: string | null | undefined) => set(next ?? undefined)}
      options={filter.options.map((option) => ({ value: option, label: word(filter.group, option) }))}
    />
  );
}

function TypedFilter({ filter }: { filter: Typed }) {
  const { t } = useT();
  const [value, set] = useFilter(filter.names[0] ?? '');
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const take = (next: string) =>
    set((filter.kind === 'code' ? oneLine(next) && codeTidy(next) : oneLine(next)).slice(0, 200));
  return (
    <Input
      className={styles['filter']}
      aria-label={t(filter.label)}
      placeholder={t(filter.label)}
      allowClear
      value={text}
      onChange={({ target }) => {
        setText(target.value.slice(0, 500));
        if (target.value === '') set(undefined);
      }}
      onPressEnter={() => take(text)}
      onBlur={() => take(text)}
    />
  );
}

/** A code as people paste it; dashes belong to numbers of cases and stay. */
const codeTidy = (text: string) => (text.includes('-') ? oneLine(text) : codeOf(text));

function DaysFilter({ filter }: { filter: Days }) {
  const { t } = useT();
  const [first = '', last = ''] = filter.names;
  const [from] = useFilter(first);
  const [until] = useFilter(last);
  const setFilters = useSetFilters();
  return (
    <DatePicker.RangePicker
      className={styles['days'] ?? ''}
      aria-label={t(filter.label)}
      allowEmpty={[true, true]}
      placeholder={[t('ui-filter-from', { what: t(filter.label) }), t('ui-filter-until')]}
      value={[from ? dayjs(from) : null, until ? dayjs(until) : null]}
      onChange={(range) =>
        setFilters({
          [first]: range?.[0]?.format('YYYY-MM-DD'),
          [last]: range?.[1]?.format('YYYY-MM-DD'),
        })
      }
    />
  );
}
