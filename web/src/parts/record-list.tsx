// Every list of the console: pages by cursor, filters in the address, columns as somebody wants them, and the states
// that are not "full". A table of the browser's own: hundreds of rows stay quick, and a screen reader knows what it is.
import { Alert, Button, Checkbox } from 'antd';
import { ReloadOutlined } from '@ant-design/icons';
import { useMemo, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useList, type ListPath, type Parts, type ReadOptions, type Row } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { usePreference } from '@/preferences';
import { ColumnChoice } from './columns';
import { Filters, queryOf, type Filter } from './filters';
import { useZone } from './names';
import styles from './list.module.css';
import { Empty, Loading, Problem } from './states';
import { ViewChoice } from './views';

export interface Column<T> {
  id: string;
  label: TextKey;
  cell: (row: T) => ReactNode;
  /** Not to be hidden: what names the row. */
  always?: boolean;
  /** Hidden until somebody asks for it. */
  hidden?: boolean;
  /** Numbers stand at the right. */
  align?: 'end';
  /** Long texts, which may take several lines; everything else stays on one. */
  wraps?: boolean;
}

export interface Selection {
  ids: ReadonlySet<string>;
  change: (ids: ReadonlySet<string>) => void;
}

export interface RecordListProps<P extends ListPath> {
  /** Under which the choice of columns is kept. */
  id: string;
  path: P;
  /** What is always asked: area, disease. */
  query?: NonNullable<Parts<'get', P> extends { query?: infer Q } ? Q : never>;
  /** Parts of the path, where it has some. */
  inPath?: Parts<'get', P> extends { path: infer T } ? T : undefined;
  filters?: Filter[];
  columns: Column<Row<P>>[];
  rowId?: (row: Row<P>) => string;
  /** How a row is marked, besides its words. */
  tone?: (row: Row<P>) => 'late' | 'warn' | undefined;
  /** Rows to be acted upon together. */
  selection?: Selection;
  /** What an empty list means here, and what to do. */
  empty?: ReactNode;
  /** Buttons beside the filters. */
  tools?: ReactNode;
  /** Rows of a page. */
  limit?: number;
  read?: ReadOptions;
}

export function RecordList<P extends ListPath>(props: RecordListProps<P>) {
  const {
    id,
    path,
    query,
    inPath,
    filters = [],
    columns,
    tone,
    selection,
    empty,
    tools,
    limit = 50,
    read,
  } = props;
  const { t } = useT();
  const zone = useZone();
  const [search, setSearch] = useSearchParams();
  const rowId = props.rowId ?? ((row: Row<P>) => String((row as { id: unknown }).id));
  const asked = { limit, ...query, ...queryOf(filters, search, zone) };
  const list = useList(path, { path: inPath, query: asked } as unknown as Parts<'get', P>, read);
  const [kept, keep] = usePreference(`columns.${id}`);
  const shown = useMemo(() => {
    const chosen = kept?.split(' ');
    return columns.filter(
      (column) => column.always || (chosen ? chosen.includes(column.id) : !column.hidden),
    );
  }, [columns, kept]);
  const narrowed = filters.some((filter) => filter.names.some((name) => search.has(name)));
  const clear = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const filter of filters) for (const name of filter.names) next.delete(name);
        return next;
      },
      { replace: true },
    );

  return (
    <div className={styles['list']}>
      <div className={styles['bar']}>
        <Filters filters={filters} />
        {narrowed && (
          <Button type="link" onClick={clear}>
            {t('ui-list-clear')}
          </Button>
        )}
        <span className={styles['grow']} />
        {tools}
        <Button
          type="text"
          icon={<ReloadOutlined spin={list.refreshing} aria-hidden />}
          aria-label={t('ui-list-reload')}
          title={t('ui-list-reload')}
          onClick={() => void list.refetch()}
        />
        {filters.length > 0 && (
          <ViewChoice list={id} names={filters.flatMap(({ names }) => names)} columns={kept} keep={keep} />
        )}
        <ColumnChoice columns={columns} shown={shown.map((column) => column.id)} keep={keep} />
      </div>
      {list.error && list.rows && <Problem error={list.error} retry={list.refetch} />}
      {list.error && !list.rows ? (
        <Problem error={list.error} retry={list.refetch} />
      ) : !list.rows ? (
        <Loading rows={8} />
      ) : list.rows.length === 0 ? (
        narrowed ? (
          <Empty page action={<Button onClick={clear}>{t('ui-list-clear')}</Button>}>
            {t('ui-list-none-found')}
          </Empty>
        ) : (
          <Empty page>{empty ?? t('ui-list-empty')}</Empty>
        )
      ) : (
        <>
          {selection && selection.ids.size > 0 && (
            <Alert
              className={styles['selected']}
              title={t('ui-list-selected', { count: selection.ids.size })}
              action={
                <Button size="small" onClick={() => selection.change(new Set())}>
                  {t('ui-list-select-none')}
                </Button>
              }
            />
          )}
          <RecordTable rows={list.rows} columns={shown} rowId={rowId} tone={tone} selection={selection} />
          <div className={styles['foot']}>
            <span className={styles['count']} aria-live="polite">
              {list.more
                ? t('ui-list-first', { count: list.rows.length })
                : t('ui-list-all', { count: list.rows.length })}
            </span>
            {list.more && (
              <Button loading={list.loadingMore} onClick={() => void list.loadMore()}>
                {t('ui-list-more')}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}

export interface RecordTableProps<T> {
  rows: T[];
  columns: Column<T>[];
  rowId: (row: T) => string;
  tone?: ((row: T) => 'late' | 'warn' | undefined) | undefined;
  selection?: Selection | undefined;
}

/** The table alone, for rows that are there already. Rows become cards on a phone. */
export function RecordTable<T>({ rows, columns, rowId, tone, selection }: RecordTableProps<T>) {
  const { t } = useT();
  const toggle = (id: string, on: boolean) => {
    const next = new Set(selection?.ids);
    if (on) next.add(id);
    else next.delete(id);
    selection?.change(next);
  };
  const all = rows.every((row) => selection?.ids.has(rowId(row)));
  return (
    // A part that scrolls must be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={t('ui-list-table')}>
      <table className={styles['table']}>
        <thead>
          <tr>
            {selection && (
              <th scope="col" className={styles['tick']}>
                <Checkbox
                  aria-label={t('ui-list-select-all')}
                  checked={all}
                  indeterminate={!all && selection.ids.size > 0}
                  onChange={({ target }) => selection.change(new Set(target.checked ? rows.map(rowId) : []))}
                />
              </th>
            )}
            {columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align}>
                {t(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const id = rowId(row);
            return (
              <tr key={id} data-tone={tone?.(row)} data-selected={selection?.ids.has(id) ? '' : undefined}>
                {selection && (
                  <td className={styles['tick']}>
                    <Checkbox
                      aria-label={t('ui-list-select')}
                      checked={selection.ids.has(id)}
                      onChange={({ target }) => toggle(id, target.checked)}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-label={t(column.label)}
                    data-align={column.align}
                    data-wraps={column.wraps ? '' : undefined}
                  >
                    <div className={styles['value']}>{column.cell(row)}</div>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
