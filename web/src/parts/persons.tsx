// Names of persons. Nobody is shown until somebody opens names and says what for: each look is in the audit. What was
// read is held in memory, until names are closed, the user leaves, or a quarter of an hour has passed.
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Button, Popover, Select, Space } from 'antd';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { call, type Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { useMay } from '@/session';
import styles from './parts.module.css';
import { Said } from './said';

/** How long names stay open, in milliseconds. */
const OPEN_FOR = 15 * 60_000;
/** Persons that are asked for at once, as the API allows. */
const MOST = 200;

let purpose: string | null = null;
const listeners = new Set<() => void>();
function setPurpose(next: string | null): void {
  purpose = next;
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
const usePurpose = () => useSyncExternalStore(subscribe, () => purpose);

/** Closes names and forgets them. */
export function closeNames(queries: QueryClient): void {
  setPurpose(null);
  queries.removeQueries({ queryKey: ['person'] });
}

let wanted = new Map<
  string,
  { resolve: (name: string | null) => void; reject: (error: unknown) => void }[]
>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks for a name together with all others that are asked for at the same time. */
function nameOf(id: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    wanted.set(id, [...(wanted.get(id) ?? []), { resolve, reject }]);
    timer ??= setTimeout(() => {
      timer = undefined;
      const batch = [...wanted];
      wanted = new Map();
      for (let at = 0; at < batch.length; at += MOST) void readNames(batch.slice(at, at + MOST));
    }, 20);
  });
}

async function readNames(
  batch: [string, { resolve: (name: string | null) => void; reject: (error: unknown) => void }[]][],
): Promise<void> {
  try {
    const body = { persons: batch.map(([id]) => id), fields: ['name'], purpose: purpose ?? '' };
    const { data } = await call('post', '/api/v1/persons/personal_reads', { body });
    const { items } = data as { items: Schema<'Personal'>[] };
    const names = new Map(items.map((item) => [item.person, item.values['name'] ?? null]));
    for (const [id, asked] of batch) for (const { resolve } of asked) resolve(names.get(id) ?? null);
  } catch (error) {
    for (const [, asked] of batch) for (const { reject } of asked) reject(error);
  }
}

/** The end of an id: enough to tell neighbours apart. */
export const shortId = (id: string): string => id.replaceAll('-', '').slice(-6);

/** The name of a person, once names are opened; the end of the id until then. */
export function PersonName({ id }: { id: string | null | undefined }) {
  const { t } = useT();
  const opened = usePurpose();
  const { data, isError } = useQuery({
    queryKey: ['person', id],
    queryFn: () => nameOf(id ?? ''),
    enabled: opened !== null && !!id,
    staleTime: Infinity,
    gcTime: OPEN_FOR,
    retry: false,
  });
  if (!id) return null;
  if (opened !== null && data) {
    return (
      <strong className={styles['name']}>
        <Said text={data} />
      </strong>
    );
  }
  const label = t('ui-person-hidden', { id: shortId(id) });
  return (
    <span className={styles['quiet']} title={opened !== null && isError ? t('ui-person-not-yours') : id}>
      {label}
    </span>
  );
}

const PURPOSES: TextKey[] = [
  'ui-purpose-investigation',
  'ui-purpose-contact',
  'ui-purpose-care',
  'ui-purpose-check',
];

/** Opens names on the page, for a purpose, and closes them. Nothing for whoever may not read them. */
export function NamesSwitch() {
  const { t } = useT();
  const queries = useQueryClient();
  const may = useMay();
  const opened = usePurpose();
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<TextKey>();
  useEffect(() => {
    if (opened === null) return undefined;
    const ending = setTimeout(() => closeNames(queries), OPEN_FOR);
    return () => clearTimeout(ending);
  }, [opened, queries]);
  if (!may('read_personal')) return null;
  if (opened !== null) {
    return (
      <Button icon={<EyeInvisibleOutlined aria-hidden />} onClick={() => closeNames(queries)}>
        {t('ui-names-close')}
      </Button>
    );
  }
  const form = (
    <Space orientation="vertical" className={styles['narrow']}>
      <span>{t('ui-names-why')}</span>
      <Select
        className={styles['full']}
        aria-label={t('ui-names-purpose')}
        placeholder={t('ui-names-purpose')}
        value={why}
        onChange={setWhy}
        options={PURPOSES.map((key) => ({ value: key, label: t(key) }))}
      />
      <Button
        type="primary"
        disabled={!why}
        onClick={() => {
          setAsking(false);
          if (why) setPurpose(t(why));
        }}
      >
        {t('ui-names-open')}
      </Button>
    </Space>
  );
  return (
    <Popover trigger="click" open={asking} onOpenChange={setAsking} content={form} placement="bottomRight">
      <Button icon={<EyeOutlined aria-hidden />}>{t('ui-names-open')}</Button>
    </Popover>
  );
}
