// What concerns the whole installation is done by whoever may do it in every root area.
import { useAreas } from '@/parts';
import { useMe, type Action } from '@/session';

/** Whether somebody may do something in all root areas; a hint, undefined until areas are known. */
export function useWhole(action: Action): boolean | undefined {
  const areas = useAreas();
  const { actions } = useMe();
  if (!areas) return undefined;
  const allowed = actions.find((entry) => entry.action === action)?.areas ?? [];
  return wholeOf(allowed, [...areas.values()]);
}

/** Whether areas hold every root among those that are seen. */
export function wholeOf(
  allowed: readonly string[],
  areas: readonly { code: string; parent?: string | null }[],
): boolean {
  const roots = areas.filter(({ parent }) => !parent);
  return roots.length > 0 && roots.every(({ code }) => allowed.includes(code));
}
