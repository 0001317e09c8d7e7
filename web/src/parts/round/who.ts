import { useCallback } from 'react';
import { useT } from '@/i18n';

/** What somebody is called here: by name where it is known, by the end of the id else. */
export function useWho(): (name: string | undefined, person: string | undefined) => string {
  const { t } = useT();
  return useCallback(
    (name, person) =>
      name || (person ? t('ui-person-hidden', { id: person.replaceAll('-', '').slice(-6) }) : ''),
    [t],
  );
}
