// What lies on the import desk: files with the mappings that read them, and what list they are. It is kept in memory, so
// that a change of page, of language or a new log-in loses nothing.
import { useCallback, useEffect, useRef } from 'react';
import { asApiError, call, type ApiError, type Schema } from '@/api';
import { useDraft } from '@/parts';
import { readMapping, writeMapping, type Mapping } from './mapping';
import { base64Of, beginningOf } from './sniff';

export interface DeskFile {
  key: number;
  file: File;
  /** What was guessed of it; absent while that is under way, and where it failed. */
  proposal?: Schema<'Proposal'>;
  problem?: ApiError;
  /** Too large to be guessed at: a kept mapping must be chosen. */
  tooLarge?: boolean;
  /** The mapping as it will be sent. */
  text: string;
  /** Whether it is corrected as text. */
  asText: boolean;
  /** Answers to questions, by the place of the question: they need not be asked again. */
  answered: readonly number[];
  /** The id under which the server has it already. */
  sent?: string;
}

export interface DeskState {
  files: readonly DeskFile[];
  list: string;
  area: string | undefined;
  history: boolean;
  leaveOut: boolean;
}

export const EMPTY: DeskState = { files: [], list: '', area: undefined, history: false, leaveOut: false };

/** Looks at a file and proposes how it is read. */
async function guess(file: File): Promise<Partial<DeskFile>> {
  try {
    const piece = await beginningOf(file);
    if (!piece) return { tooLarge: true };
    const body: Schema<'FileSample'> = { name: file.name, base64: await base64Of(piece) };
    const { data } = await call('post', '/api/v1/imports/guess', { body });
    const proposal = data as Schema<'Proposal'>;
    return { proposal, text: proposal.mapping };
  } catch (error) {
    return { problem: asApiError(error) };
  }
}

let last = 0;

export interface Desk {
  state: DeskState;
  set: (change: Partial<Omit<DeskState, 'files'>>) => void;
  /** Puts files on the desk and looks at each. */
  add: (files: readonly File[]) => void;
  change: (key: number, change: Partial<DeskFile>) => void;
  remove: (key: number) => void;
  /** Looks at a file once more. */
  again: (key: number) => void;
  clear: () => void;
}

export function useDesk(): Desk {
  const [kept, keep] = useDraft<DeskState>('files.desk');
  const latest = useRef(kept);
  useEffect(() => {
    latest.current = kept;
  }, [kept]);
  const update = useCallback(
    (change: (state: DeskState) => DeskState) => {
      latest.current = change(latest.current ?? EMPTY);
      keep(latest.current);
    },
    [keep],
  );
  const change = useCallback<Desk['change']>(
    (key, some) =>
      update((state) => ({
        ...state,
        files: state.files.map((one) => (one.key === key ? { ...one, ...some } : one)),
      })),
    [update],
  );
  const look = useCallback(
    (one: DeskFile) => void guess(one.file).then((found) => change(one.key, found)),
    [change],
  );
  const add = useCallback<Desk['add']>(
    (files) => {
      const fresh = files.map<DeskFile>((file) => {
        last += 1;
        return { key: last, file, text: '', asText: false, answered: [] };
      });
      update((state) => ({
        ...state,
        files: [...state.files, ...fresh],
        list: state.list || nameOf(files[0]?.name ?? ''),
      }));
      fresh.forEach(look);
    },
    [look, update],
  );
  const again = useCallback<Desk['again']>(
    (key) => {
      const one = latest.current?.files.find((file) => file.key === key);
      if (!one) return;
      change(key, { problem: undefined, proposal: undefined, tooLarge: undefined } as Partial<DeskFile>);
      look(one);
    },
    [change, look],
  );
  return {
    state: kept ?? EMPTY,
    set: useCallback((some) => update((state) => ({ ...state, ...some })), [update]),
    add,
    change,
    remove: useCallback(
      (key) => update((state) => ({ ...state, files: state.files.filter((one) => one.key !== key) })),
      [update],
    ),
    again,
    clear: useCallback(() => keep(undefined), [keep]),
  };
}

/** The name of a list by that of its file: without ending, and without the date that a daily list carries. */
export function nameOf(file: string): string {
  const stem = file.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  const plain = stem.replaceAll(/[-_. ]*(?:19|20)\d{2}[-_.年]?\d{1,2}[-_.月]?\d{0,2}日?/g, '').trim();
  return (plain || stem).slice(0, 100);
}

/** The mapping of a file, as far as it can be shown; undefined where only its text can. */
export const mappingOf = (one: DeskFile): Mapping | undefined =>
  one.text ? readMapping(one.text) : undefined;

/** A change of a mapping, as the change of its file. */
export const withMapping = (mapping: Mapping): Partial<DeskFile> => ({ text: writeMapping(mapping) });
