// The command palette: pages, and what rooms find, by a few letters. Ctrl-K.
import { SearchOutlined } from '@ant-design/icons';
import { Input, Modal } from 'antd';
import { useEffect, useId, useMemo, useState } from 'react';
import { useGo } from '@/address';
import { useT } from '@/i18n';
import { oneLine } from '@/parts/input';
import { Said } from '@/parts/said';
import { allows, rooms, type PaletteEntry } from '@/registry';
import { useMay } from '@/session';
import { usePages } from './menu';
import styles from './shell.module.css';

interface Group {
  label: string;
  entries: PaletteEntry[];
}

/** Letters in their order, not necessarily side by side. */
export function matches(text: string, typed: string): boolean {
  const wanted = typed.toLowerCase();
  const where = text.toLowerCase();
  if (where.includes(wanted)) return true;
  let at = 0;
  for (const letter of wanted.replaceAll(' ', '')) {
    at = where.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

export default function Palette({ close }: { close: () => void }) {
  const { t } = useT();
  const go = useGo();
  const may = useMay();
  const menu = usePages();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<Group[]>([]);
  const [active, setActive] = useState(0);
  const list = useId();

  const pages = useMemo<Group>(
    () => ({
      label: t('ui-palette-pages'),
      entries: menu
        .map(({ path, label, keys }) => ({
          id: path,
          path,
          label: t(label),
          ...(keys ? { hint: keys } : {}),
        }))
        .filter(({ label, path }) => matches(`${label} ${path}`, oneLine(typed))),
    }),
    [menu, t, typed],
  );

  useEffect(() => {
    const text = oneLine(typed);
    if (text.length < 2) {
      setFound([]);
      return undefined;
    }
    const ending = new AbortController();
    const wait = setTimeout(() => {
      const sources = rooms.flatMap((room) => room.palette ?? []).filter((source) => allows(may, source.may));
      void Promise.all(
        sources.map(async (source) => ({
          label: t(source.label),
          // A source that fails finds nothing; the others still do.
          entries: await source.search(text, ending.signal).catch(() => []),
        })),
      ).then((groups) => {
        if (!ending.signal.aborted) setFound(groups.filter((group) => group.entries.length > 0));
      });
    }, 150);
    return () => {
      clearTimeout(wait);
      ending.abort();
    };
  }, [typed, may, t]);

  const groups = [pages, ...found].filter((group) => group.entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const current = Math.min(active, entries.length - 1);
  const take = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    close();
    go(entry.path);
  };
  const option = (index: number) => `${list}-${index}`;

  return (
    <Modal
      open
      footer={null}
      closable={false}
      onCancel={close}
      title={<span className={styles['unseen']}>{t('ui-palette')}</span>}
      width={560}
    >
      <Input
        autoFocus
        size="large"
        prefix={<SearchOutlined aria-hidden />}
        placeholder={t('ui-palette-hint')}
        aria-label={t('ui-palette')}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={entries.length > 0 ? option(current) : undefined}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value.slice(0, 200));
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'ArrowDown') setActive((current + 1) % Math.max(1, entries.length));
          else if (event.key === 'ArrowUp')
            setActive((current + entries.length - 1) % Math.max(1, entries.length));
          else if (event.key === 'Enter') take(entries[current]);
          else return;
          event.preventDefault();
        }}
      />
      <div id={list} role="listbox" aria-label={t('ui-palette')} className={styles['palette']}>
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={styles['paletteHead']} aria-hidden>
              {group.label}
            </div>
            {group.entries.map((entry) => {
              const index = entries.indexOf(entry);
              return (
                <div
                  key={entry.id}
                  id={option(index)}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === current}
                  className={styles['paletteEntry']}
                  onMouseEnter={() => setActive(index)}
                  onClick={() => take(entry)}
                  onKeyDown={(event) => event.key === 'Enter' && take(entry)}
                >
                  <Said text={entry.label} />
                  {entry.hint && <kbd>{entry.hint}</kbd>}
                </div>
              );
            })}
          </div>
        ))}
        {entries.length === 0 && <div className={styles['paletteNone']}>{t('ui-palette-none')}</div>}
      </div>
    </Modal>
  );
}
