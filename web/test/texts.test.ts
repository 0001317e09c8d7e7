// Texts: the same in both languages, none unused, none in the wrong language. (That none is missing is held by the
// types: a key that there is not does not compile.)
import { readdirSync, readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { ROOMS } from '@/registry';

// The tests run in web/.
const FOLDER = '../content/i18n';
const LANGUAGES = ['zh-CN', 'en'] as const;
type Message = { id: string; value: unknown };

function filesOf(language: string): string[] {
  return readdirSync(`${FOLDER}/${language}`)
    .filter((name) => name.startsWith('console'))
    .sort();
}

function messagesOf(language: string, file: string): Message[] {
  return new FluentResource(readFileSync(`${FOLDER}/${language}/${file}`, 'utf8')).body as Message[];
}

/** Names of the arguments, and of the elements, that a pattern holds. */
function partsOf(pattern: unknown): string[] {
  const found = new Set<string>();
  const walk = (part: unknown): void => {
    if (typeof part === 'string') for (const [, name] of part.matchAll(/<\/?(\w+)>/g)) found.add(`<${name}>`);
    if (typeof part !== 'object' || part === null) return;
    const { type, name } = part as { type?: string; name?: string };
    if (type === 'var' && name) found.add(`$${name}`);
    for (const inner of Object.values(part)) walk(inner);
  };
  walk(pattern);
  return [...found].sort();
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !path.includes('/generated/'))
    .map((path) => readFileSync(path, 'utf8'));
}

describe('texts of the console', () => {
  it('are in the same files in both languages, one for each room', () => {
    const [chinese, english] = LANGUAGES.map(filesOf);
    expect(chinese).toEqual(english);
    for (const file of chinese ?? []) {
      const room = /^console-(\w+)\.ftl$/.exec(file)?.[1];
      if (room) expect(ROOMS).toContain(room);
      else expect(file).toBe('console.ftl');
    }
  });

  it.each(filesOf('en'))('%s says the same in both languages', (file) => {
    const [chinese, english] = LANGUAGES.map((language) => messagesOf(language, file));
    const shape = (messages: Message[] = []) => messages.map(({ id, value }) => [id, partsOf(value)]).sort();
    expect(shape(chinese)).toEqual(shape(english));
  });

  it.each(LANGUAGES)('%s has sound files', (language) => {
    const bundle = new FluentBundle(language, { useIsolating: false });
    const errors = ['words.ftl', ...filesOf(language)].flatMap((file) =>
      bundle.addResource(new FluentResource(readFileSync(`${FOLDER}/${language}/${file}`, 'utf8'))),
    );
    expect(errors).toEqual([]);
    // A line that Fluent cannot read is left out in silence: count them.
    for (const file of filesOf(language)) {
      const lines = readFileSync(`${FOLDER}/${language}/${file}`, 'utf8').match(/^[a-zA-Z][\w-]* *=/gm) ?? [];
      expect(messagesOf(language, file)).toHaveLength(lines.length);
    }
  });

  it.each(filesOf('en'))('%s has ids that begin as its name says', (file) => {
    const room = /^console-(\w+)\.ftl$/.exec(file)?.[1];
    for (const { id } of messagesOf('en', file)) {
      const first = /^ui-(\w+)/.exec(id)?.[1] ?? '';
      if (room) expect(id).toMatch(new RegExp(`^ui-${room}-`));
      else expect(id.startsWith('ui-') && !(ROOMS as readonly string[]).includes(first)).toBe(true);
    }
  });

  it.each(filesOf('en'))('%s has no text that nothing shows', (file) => {
    const sources = sourcesOf('src').join('\n');
    const unused = messagesOf('en', file)
      .map(({ id }) => id)
      .filter((id) => !new RegExp(`['"\`]${id}['"\`]`).test(sources));
    expect(unused).toEqual([]);
  });

  it('keeps Chinese out of English texts', () => {
    for (const file of ['words.ftl', ...filesOf('en')]) {
      const foreign = readFileSync(`${FOLDER}/en/${file}`, 'utf8')
        .split('\n')
        .filter((line) => !line.startsWith('#') && /[\u3000-\u303F\u3400-\u9FFF\uFF00-\uFFEF]/.test(line));
      expect(foreign).toEqual([]);
    }
  });

  it('keeps texts out of the sources', () => {
    // Names of languages stand in their own; forms of days are for typing.
    const allowed = /中文|YYYY年|[（{[]年|年\]|\$\{.*[年月日]|，|。|'　'/;
    const spoken = sourcesOf('src')
      .flatMap((source) => source.split('\n'))
      .filter(
        (line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && /[\u4E00-\u9FFF]/.test(line) && !allowed.test(line),
      );
    expect(spoken).toEqual([]);
  });
});
