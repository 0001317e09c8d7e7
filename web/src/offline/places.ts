/** The page that shows what was recorded here, and how it stands. */
export const OUTBOX = '/field/sent';
