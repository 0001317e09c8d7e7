// A bulletin that was read: its text parted at the drafts, and the directive that is made of those chosen.
import type { Schema } from '@/api';

export type Read = Schema<'Bulletin'>;
export type Draft = Schema<'DirectiveDraft'>;

/** A piece of a line: what a draft was read from, or what stands between. */
export interface Piece {
  text: string;
  /** The draft's number. */
  draft?: number;
}

/**
 * The lines of the text, each in pieces. Places count characters as people do, not the halves of rare ones as strings do
 * here; of two drafts that overlap the first has the piece.
 */
export function linesOf({ text, directives }: Pick<Read, 'text' | 'directives'>): Piece[][] {
  const chars = [...text];
  const ordered = [...directives].sort((a, b) => a.passage.start - b.passage.start);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { number, passage } of ordered) {
    const start = Math.max(passage.start, at);
    if (passage.end <= start) continue;
    if (start > at) pieces.push({ text: chars.slice(at, start).join('') });
    pieces.push({ text: chars.slice(start, passage.end).join(''), draft: number });
    at = passage.end;
  }
  if (at < chars.length) pieces.push({ text: chars.slice(at).join('') });
  const lines: Piece[][] = [[]];
  for (const { text: piece, draft } of pieces) {
    for (const [index, part] of piece.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (part) lines.at(-1)?.push(draft === undefined ? { text: part } : { text: part, draft });
    }
  }
  return lines.filter((line) => line.length > 0);
}

/** So long a title may be. */
const TITLE = 300;

/**
 * A directive of the chosen drafts, to be filled in: who does it and until when stands in no bulletin, so nobody and no
 * time is put there.
 */
export function directiveOf({ meeting, directives }: Read, chosen: ReadonlySet<number>) {
  const said = [meeting.name, meeting.on, meeting.area_name].filter(Boolean);
  return {
    title: (meeting.name ?? '').slice(0, TITLE),
    source: said.join(' · ').slice(0, TITLE),
    form: 'tasks' as const,
    listed: directives
      .filter(({ number }) => chosen.has(number))
      .map(({ action }) => ({
        title: [...action].slice(0, TITLE).join(''),
        severity: 'major',
        party: 'territory' as const,
      })),
  };
}
