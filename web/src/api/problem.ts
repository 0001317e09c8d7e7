// Refusals: problem documents of the server (RFC 9457), and what never reached it.
import type { Schema } from './types';

export type ProblemDocument = Schema<'Problem'>;

/** Types of our own, for what the server cannot say. */
export type OwnProblem = 'ui.offline' | 'ui.unreadable';

/** A request that was refused or did not come back. */
export class ApiError extends Error {
  constructor(
    readonly problem: Pick<ProblemDocument, 'type' | 'detail'> & Partial<ProblemDocument>,
    options?: ErrorOptions,
  ) {
    super(problem.type, options);
  }
  /** The dotted code: match on it, never on the sentence. */
  get type(): string {
    return this.problem.type;
  }
  get status(): number {
    return this.problem.status ?? 0;
  }
  /** Whether the same request may yet succeed by itself. */
  get passing(): boolean {
    return this.type === 'ui.offline' || this.status === 429 || this.status >= 500;
  }
  /** Sentences for a field of the input. */
  about(field: string): string[] {
    const faults = this.problem.faults ?? [
      { at: this.problem.at, args: this.problem.args, detail: this.problem.detail },
    ];
    return faults
      .filter(({ at, args }) => (at?.field ?? args?.['field']) === field)
      .map(({ detail }) => detail);
  }
}

export function offline(cause: unknown): ApiError {
  return new ApiError({ type: 'ui.offline' satisfies OwnProblem, detail: '' }, { cause });
}

/** Anything that was thrown, as a refusal. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({ type: 'ui.unreadable' satisfies OwnProblem, detail: '' }, { cause: error });
}
