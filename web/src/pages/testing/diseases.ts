// Diseases that there are protocols for: what a sample may be tested for.
import { useMemo } from 'react';
import { useAddress } from '@/address';
import { useGet } from '@/api';
import { useT } from '@/i18n';

/** As choices, that which is looked at first. */
export function useDiseases(): { value: string; label: string }[] {
  const { word, language } = useT();
  const { disease } = useAddress();
  const { data } = useGet('/api/v1/protocols', {}, { still: true, now: true });
  return useMemo(() => {
    const codes = [...new Set(data?.items.map((edition) => edition.disease))].filter(
      (code) => code !== 'any',
    );
    return codes
      .map((value) => ({ value, label: word('disease', value) }))
      .sort(
        (a, b) =>
          Number(b.value === disease) - Number(a.value === disease) ||
          a.label.localeCompare(b.label, language),
      );
  }, [data, word, language, disease]);
}
