// When and where one looks.
import { useAddress, useFilter } from '@/address';
import { dayIn, useArea, useNow, useZone } from '@/parts';
import { useMe } from '@/session';

/** The day that is looked at: as chosen, else today's by the clock of the business. */
export function useDay(): [string, string | undefined, (day: string | undefined) => void] {
  const [chosen, choose] = useFilter('on');
  const zone = useZone();
  const today = dayIn(useNow(), zone);
  return [chosen ?? today, chosen, choose];
}

/** Where one looks: the area of the switch, else one's own. */
export function usePlace(): { code: string | undefined; path: readonly string[] | undefined } {
  const { area } = useAddress();
  const { grants } = useMe();
  const code = area ?? grants[0]?.area;
  return { code, path: useArea(code)?.path };
}
