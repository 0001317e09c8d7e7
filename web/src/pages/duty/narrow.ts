// Whether the window is as narrow as a phone: then the roster shows fewer days.
import { useSyncExternalStore } from 'react';

const QUERY = '(max-width: 767px)';

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(QUERY);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => window.matchMedia(QUERY).matches,
  );
}
