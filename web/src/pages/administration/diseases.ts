// The diseases that there are protocols for.
import { useGet } from '@/api';

export function useDiseases(): string[] {
  const { data } = useGet('/api/v1/protocols', {}, { still: true, now: true });
  return [...new Set(data?.items.map(({ disease }) => disease))].filter((code) => code !== 'any').sort();
}
