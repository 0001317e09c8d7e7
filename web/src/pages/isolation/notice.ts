// Notices as the interface has them.

/** A notice, without its secret. */
export interface Notice {
  id: string;
  /** `link` or `code`. */
  form: string;
  second?: string;
  made_at: string;
  ends_at: string;
  most_uses?: number;
  uses: number;
  last_used_at?: string;
  revoked_at?: string;
  locked: boolean;
  good: boolean;
}

/** A notice just given out: its secret is shown this once. */
export interface NoticeMade {
  code: string;
  notice: Notice;
}
