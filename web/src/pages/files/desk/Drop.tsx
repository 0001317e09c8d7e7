// Where files are dropped, chosen, or a table is pasted: a paste becomes a file and is never drawn, however large.
import { InboxOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { useT } from '@/i18n';
import styles from '../files.module.css';

/** A pasted table as a file. Fewer than two lines are no table. */
export function pasted(text: string, now: Date): File | undefined {
  if (!/[\r\n]\s*\S/.test(text.slice(0, 200_000))) return undefined;
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  const [ending, type] = text.slice(0, 2_000).includes('\t')
    ? ['tsv', 'text/tab-separated-values']
    : ['csv', 'text/csv'];
  return new File([text], `paste-${stamp}.${ending}`, { type });
}

/** Endings that are read; the content decides, so that other names are taken as well. */
const ACCEPT = '.csv,.tsv,.txt,.xlsx,.json,.ndjson,.jsonl';

export function Drop({ take, small }: { take: (files: File[]) => void; small: boolean }) {
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.closest('input, textarea, [contenteditable]')) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = files.length > 0 ? '' : (event.clipboardData?.getData('text/plain') ?? '');
      const file = text ? pasted(text, new Date()) : undefined;
      if (file) files.push(file);
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
  return (
    <>
      <button
        type="button"
        className={styles['drop']}
        data-over={over ? '' : undefined}
        data-small={small ? '' : undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const files = [...event.dataTransfer.files];
          if (files.length > 0) take(files);
        }}
      >
        <InboxOutlined aria-hidden className={styles['dropIcon'] ?? ''} />
        <span className={styles['dropText']}>
          <strong>{t(small ? 'ui-files-drop-more' : 'ui-files-drop')}</strong>
          <span>{t('ui-files-drop-kinds')}</span>
        </span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        aria-label={t('ui-files-drop')}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          if (files.length > 0) take(files);
        }}
      />
    </>
  );
}
