// Words for where an exposure happened: a kind of exposure where it is one, else the type of place as it was entered.
import { useT } from '@/i18n';

export function useSetting(): (setting: string) => string {
  const { word } = useT();
  return (setting) => {
    for (const group of ['exposure', 'placekind'] as const) {
      const known = word(group, setting);
      if (known !== setting) return known;
    }
    return setting.replaceAll('_', ' ');
  };
}
