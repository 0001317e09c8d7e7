// Writes src/generated: the types of the API from docs/openapi.json, the keys of all texts from content/i18n, the
// actions from the matrix of permissions. Run before every build, check and test, so that none of it can be stale.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = new URL('../../', import.meta.url);
const out = new URL('../src/generated/', import.meta.url);
const read = (name) => readFile(new URL(name, root), 'utf8');
const NOTE = '// Made by scripts/generate.mjs. Not committed, not edited.\n';

/** Writes only what differs: a watcher need not wake for nothing. */
async function write(name, text) {
  const path = new URL(name, out);
  const old = await readFile(path, 'utf8').catch(() => '');
  if (old !== text) await writeFile(path, text);
}

async function types(document) {
  await write('schema.d.ts', NOTE + astToString(await openapiTS(document)));
}

/** What the client must know of operations at run time. */
async function operations(document) {
  const momentary = [];
  const streams = [];
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (get?.parameters?.some((parameter) => parameter.name === 'as_of')) momentary.push(path);
    if (get?.responses?.['200']?.content?.['text/event-stream']) streams.push(path);
  }
  const list = (name, values) =>
    `export const ${name}: ReadonlySet<string> = new Set(${JSON.stringify(values, null, 2)});\n`;
  await write(
    'operations.ts',
    `${NOTE}/** Operations that answer as of a moment. */\n${list('MOMENTARY', momentary)}` +
      `/** Operations that stream events. */\n${list('STREAMS', streams)}`,
  );
}

/** Ids of the messages of a Fluent file. */
const idsOf = (text) => [...text.matchAll(/^([a-zA-Z][\w-]*) *=/gm)].map((match) => match[1]);

async function keys() {
  const folder = new URL('content/i18n/zh-CN/', root);
  const names = (await readdir(folder)).filter((name) => name === 'words.ftl' || name.startsWith('console'));
  const ids = [];
  for (const name of names.sort()) {
    ids.push(...idsOf(await readFile(new URL(name, folder), 'utf8')));
  }
  const union = (name, values) => `export type ${name} =\n${values.map((id) => `  | '${id}'`).join('\n')};\n`;
  const groups = [...new Set(ids.filter((id) => !id.startsWith('ui-')).map((id) => id.split('-')[0]))];
  await write(
    'texts.d.ts',
    `${NOTE}/** A message of content/i18n. */\n${union('TextKey', ids)}\n` +
      `/** A group of words: id = group, dash, code. */\n${union('WordGroup', groups)}`,
  );
}

async function actions() {
  const [head, ...lines] = (await read('crates/authz/permissions.txt')).trimEnd().split('\n');
  const names = lines.filter((line) => !line.startsWith('#')).map((line) => line.trim().split(/\s+/)[0]);
  const union = (name, values) => `export type ${name} =\n${values.map((id) => `  | '${id}'`).join('\n')};\n`;
  await write(
    'actions.d.ts',
    `${NOTE}/** What a post may let somebody do. */\n${union('Action', names.filter(Boolean))}\n` +
      `/** What a post lets somebody be. */\n${union('Role', head.trim().split(/\s+/))}`,
  );
}

await mkdir(fileURLToPath(out), { recursive: true });
const document = JSON.parse(await read('docs/openapi.json'));
await Promise.all([types(document), operations(document), keys(), actions()]);
