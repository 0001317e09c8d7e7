// Keys that work everywhere: the palette, the list of keys, the pages of the menu.
import { lazy, Suspense, useEffect } from 'react';
import { useGo } from '@/address';
import { usePages } from './menu';
import { useKeys, useOpen, useShortcut } from './shortcuts';

const Palette = lazy(() => import('./Palette'));
const KeyList = lazy(() => import('./KeyList'));

export function Hotkeys({ palette }: { palette: ReturnType<typeof useOpen> }) {
  const [isPalette, openPalette, closePalette] = palette;
  const [isList, openList, closeList] = useOpen();
  const { add } = useKeys();
  const go = useGo();
  const menu = usePages();
  useShortcut('?', 'ui-keys', openList);
  useEffect(() => {
    const added = menu.flatMap(({ keys, label, path }) =>
      keys ? [add({ keys, label, run: () => go(path) })] : [],
    );
    return () => added.forEach((remove) => remove());
  }, [menu, add, go]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [openPalette]);
  return (
    <Suspense>
      {isPalette && <Palette close={closePalette} />}
      {isList && <KeyList close={closeList} />}
    </Suspense>
  );
}
