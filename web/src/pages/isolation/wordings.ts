// Usual reasons, in both languages at once: who issues an order at night need not translate it.
import type { TextKey } from '@/i18n';
import { loadPack } from '@/i18n/pack';
import { translate } from '@/i18n/translate';

export const WORDINGS = [
  'ui-isolation-wording-close',
  'ui-isolation-wording-secondary',
  'ui-isolation-wording-zone',
  'ui-isolation-wording-infected',
  'ui-isolation-wording-shortened',
] as const satisfies readonly TextKey[];

export async function inBoth(key: TextKey): Promise<{ zh: string; en: string }> {
  const [chinese, english] = await Promise.all([loadPack('zh-CN'), loadPack('en')]);
  return { zh: translate(chinese.bundle, key), en: translate(english.bundle, key) };
}
