// What a fact says, in few words: by the fields of its body, whatever its kind.
import type { Language, Translator, WordGroup } from '@/i18n';
import { dayText } from './calendar';

/** Fields that hold a word of a closed list, in the order in which they are told. */
const WORDS: readonly [field: string, ...groups: WordGroup[]][] = [
  ['classification', 'classification'],
  ['class', 'class'],
  ['method', 'method'],
  ['result', 'result'],
  ['stage', 'stage'],
  // Of an illness, of a problem.
  ['severity', 'severity', 'weight'],
  ['outcome', 'outcome'],
  ['measure', 'measure'],
  ['exposure_kind', 'exposure'],
  // Of a zone, of an area that was told.
  ['level', 'zone', 'level'],
  ['change', 'change'],
];
/** Groups of a field `from`: what it was before. */
const BEFORE: readonly [field: string, group: WordGroup][] = [
  ['classification', 'classification'],
  ['class', 'class'],
];

type Body = Record<string, unknown>;

/** Short pieces, to be put side by side. */
export function detailsOf(body: Body, { t, word, language }: Translator): string[] {
  const pieces: string[] = [];
  const say = (text: string | undefined) => {
    if (text) pieces.push(text);
  };
  const textOf = (field: string) => (typeof body[field] === 'string' ? (body[field] as string) : undefined);
  say(textOf('number'));
  for (const [field, ...groups] of WORDS) {
    const code = textOf(field);
    if (!code) continue;
    say(groups.map((group) => word(group, code)).find((said) => said !== code) ?? code);
    const before = textOf('from');
    const beforeGroup = BEFORE.find(([known]) => known === field)?.[1];
    if (before && beforeGroup) say(t('ui-fact-before', { what: word(beforeGroup, before) }));
  }
  if (typeof body['ct'] === 'number') say(`Ct ${body['ct']}`);
  if (typeof body['temperature_c'] === 'number') say(`${body['temperature_c']} °C`);
  if (Array.isArray(body['symptoms']))
    say(body['symptoms'].map((code) => word('symptom', String(code))).join(t('ui-span-joint-list')));
  const regime = textOf('regime');
  if (regime) say(t('ui-fact-regime', { regime }));
  for (const [field, key] of DAYS) {
    const day = textOf(field);
    if (day) say(t(key, { day: dayText(day, language) }));
  }
  const rule = textOf('rule');
  const edition = textOf('edition');
  if (rule && rule !== 'manual' && edition) say(t('ui-fact-rule', { rule, edition }));
  if (rule === 'manual') say(t('ui-fact-by-hand'));
  return pieces;
}

const DAYS = [
  ['onset', 'ui-fact-onset'],
  ['ends_on', 'ui-fact-ends'],
] as const;

/** The reason given, or what was said to be done, in the language of the page where there are two. */
export function reasonOf(body: Body, language: Language): string | undefined {
  const reason = body['reason'] ?? body['evidence'];
  if (typeof reason === 'string') return reason || undefined;
  if (typeof reason === 'object' && reason !== null) {
    const both = reason as { zh?: string; en?: string };
    return (language === 'en' ? both.en : both.zh) || undefined;
  }
  return undefined;
}
