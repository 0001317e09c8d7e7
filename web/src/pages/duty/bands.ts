// The roster as bands: turns of each post, placed on a span of days.
import type { Schema } from '@/api';

export type Turn = Schema<'Shift'>;

export interface Placed {
  turn: Turn;
  /** Where it begins and how long it is, in hundredths of the span. */
  left: number;
  width: number;
  /** Whether it began before the span, or ends after it. */
  cut: { before: boolean; after: boolean };
}

export interface Band {
  post: string;
  unit: string;
  /** Somebody stands it. */
  shifts: Placed[];
  /** Nobody does, though somebody must. */
  gaps: Placed[];
  /** Somebody must. */
  watches: Placed[];
}

function place(turn: Turn, from: number, until: number): Placed | undefined {
  const start = Date.parse(turn.starts_at);
  const end = Date.parse(turn.ends_at);
  if (end <= from || start >= until) return undefined;
  const share = (at: number) => ((Math.min(Math.max(at, from), until) - from) / (until - from)) * 100;
  const left = share(start);
  return { turn, left, width: share(end) - left, cut: { before: start < from, after: end > until } };
}

const byStart = (a: Placed, b: Placed) =>
  a.left - b.left || Date.parse(a.turn.starts_at) - Date.parse(b.turn.starts_at);

/** A band for each post that has a turn in the span; those with gaps first. What was filled is a shift by now. */
export function bands(turns: readonly Turn[], from: number, until: number): Band[] {
  const found = new Map<string, Band>();
  for (const turn of turns) {
    const placed = place(turn, from, until);
    if (!placed || turn.status === 'filled') continue;
    let band = found.get(turn.post);
    if (!band) {
      band = { post: turn.post, unit: turn.unit, shifts: [], gaps: [], watches: [] };
      found.set(turn.post, band);
    }
    if (turn.status === 'gap') band.gaps.push(placed);
    else if (turn.status === 'watch') band.watches.push(placed);
    else band.shifts.push(placed);
  }
  const all = [...found.values()];
  for (const { shifts, gaps, watches } of all) for (const list of [shifts, gaps, watches]) list.sort(byStart);
  return all.sort(
    (a, b) =>
      Number(b.gaps.length > 0) - Number(a.gaps.length > 0) ||
      a.unit.localeCompare(b.unit) ||
      a.post.localeCompare(b.post),
  );
}

/** Turns at a moment: gaps first, then shifts, those that end first at the head. */
export function onCall(turns: readonly Turn[], now: number): Turn[] {
  return turns
    .filter(({ status }) => status === 'gap' || status === 'shift')
    .filter((turn) => Date.parse(turn.starts_at) <= now && now < Date.parse(turn.ends_at))
    .sort((a, b) => a.status.localeCompare(b.status) || Date.parse(a.ends_at) - Date.parse(b.ends_at));
}

/** One's own turns that are not over, the next one first. */
export function ownNext(turns: readonly Turn[], user: string, now: number): Turn[] {
  return turns
    .filter((turn) => turn.status === 'shift' && turn.holder === user && Date.parse(turn.ends_at) > now)
    .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
}
