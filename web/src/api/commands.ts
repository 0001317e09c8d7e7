// Recording: `useCommand` for what is recorded, `usePost` for what is only asked by POST.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useAddress } from '@/address';
import { afterCommand } from '@/live/affects';
import { call } from './client';
import { Intent } from './intent';
import { asApiError, type ApiError } from './problem';
import { tellReceipt } from './receipts';
import type { Body, Parts, PathOf, Reply } from './types';

/** What a command is given. */
export type Given<P extends PathOf<'post'>> = Parts<'post', P> & {
  body: Body<P>;
  version?: string | number | undefined;
};

export interface CommandOptions<P extends PathOf<'post'>> {
  /** Called with the answer, usually a receipt. */
  done?: (answer: Reply<'post', P>) => void;
  /** Says nothing of what the receipt warns of; the page does. */
  quiet?: boolean;
}

export interface Command<P extends PathOf<'post'>> {
  /** Gives the command; the same promise while it is under way. Undefined when it was refused: see `problem`. */
  run: (given: Given<P>) => Promise<Reply<'post', P> | undefined>;
  pending: boolean;
  problem: ApiError | null;
  /** Nothing is recorded while a moment of the past is looked at. */
  barred: boolean;
  /** State and help of the form item of a field. */
  field: (name: string) => { validateStatus?: 'error'; help?: string };
  /** A form was opened anew: what comes next is another intent, and what was refused is forgotten. */
  renew: () => void;
}

export function useCommand<P extends PathOf<'post'>>(path: P, options: CommandOptions<P> = {}): Command<P> {
  return usePosting(path, options, true);
}

/** A POST that records nothing and takes no key: a search, a look at personal values. */
export function usePost<P extends PathOf<'post'>>(path: P, options: CommandOptions<P> = {}): Command<P> {
  return usePosting(path, options, false);
}

function usePosting<P extends PathOf<'post'>>(
  path: P,
  options: CommandOptions<P>,
  records: boolean,
): Command<P> {
  const queries = useQueryClient();
  const { asOf } = useAddress();
  const barred = records && asOf !== undefined;
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const intent = useRef<Intent>(null);
  intent.current ??= new Intent();
  const running = useRef<{ what: string; answer: Promise<Reply<'post', P> | undefined> } | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const run = useCallback(
    (given: Given<P>): Promise<Reply<'post', P> | undefined> => {
      if (barred) return Promise.resolve(undefined);
      const { path: inPath, query, body, version } = given as Given<P> & { path?: object; query?: object };
      const what = JSON.stringify([inPath, query, body, version]);
      if (running.current?.what === what) return running.current.answer;
      const key = records ? intent.current?.keyFor(what, performance.now()) : undefined;
      const headers: Record<string, string> = {};
      if (key) headers['Idempotency-Key'] = key;
      if (version !== undefined) headers['If-Match'] = `"${version}"`;
      setPending(true);
      setProblem(null);
      const answer = call('post', path, { path: inPath as never, query: query as never, body, headers })
        .then(({ data }) => {
          const reply = data as Reply<'post', P>;
          if (key) intent.current?.answered(key, performance.now());
          if (records) {
            afterCommand(queries, reply);
            if (!latest.current.quiet) tellReceipt(reply);
          }
          latest.current.done?.(reply);
          return reply;
        })
        .catch((error: unknown) => {
          setProblem(asApiError(error));
          return undefined;
        })
        .finally(() => {
          if (running.current?.what === what) running.current = null;
          setPending(running.current !== null);
        });
      running.current = { what, answer };
      return answer;
    },
    [barred, path, queries, records],
  );

  const renew = useCallback(() => {
    intent.current?.renew();
    setProblem(null);
  }, []);

  const field = useCallback(
    (name: string) => {
      const said = problem?.about(name) ?? [];
      return said.length > 0 ? { validateStatus: 'error' as const, help: said.join(' ') } : {};
    },
    [problem],
  );

  return useMemo(
    () => ({ run, pending, problem, barred, field, renew }),
    [run, pending, problem, barred, field, renew],
  );
}
