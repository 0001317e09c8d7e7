// Notices as the interface has them.
import type { Schema } from '@/api';

/** A notice, without its secret. */
export type Notice = Schema<'Notice'>;
/** A notice just given out: its secret is shown this once. */
export type NoticeMade = Schema<'NoticeMade'>;
/** A notice to be given out. */
export type NoticeInput = Schema<'NoticeInput'>;
