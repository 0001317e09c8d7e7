import { describe, expect, it } from 'vitest';
import { anchored, businessAt, happenedAt, looked, momentOf } from './clock';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOON = Date.parse('2026-11-26T04:00:00Z');
const said = (at: number) => ({ now: new Date(at).toISOString() });

describe('the time of the business on a phone', () => {
  it.each([
    ['right', 0],
    ['a day behind', -DAY],
    ['a day ahead', DAY],
  ])('is right when its clock is %s', (_, wrong) => {
    const anchor = anchored(said(NOON), NOON + wrong);
    const moment = momentOf(anchor, NOON + wrong + 90 * MINUTE);
    expect(moment).toEqual({ device: NOON + wrong + 90 * MINUTE, business: NOON + 90 * MINUTE, sure: true });
    const later = anchored(said(NOON + 5 * 60 * MINUTE), NOON + wrong + 5 * 60 * MINUTE);
    expect(happenedAt(moment, later, later.device)).toEqual({ at: NOON + 90 * MINUTE, mended: false });
  });

  it('is reckoned anew when the clock was set forward in between', () => {
    // The phone was a day behind; its owner sets it right, an hour after the network went, and records something.
    const anchor = anchored(said(NOON), NOON - DAY);
    const before = momentOf(anchor, NOON - DAY + 30 * MINUTE);
    const after = momentOf(looked(anchor, NOON - DAY + 30 * MINUTE), NOON + 90 * MINUTE);
    expect(after.business).toBe(NOON + DAY + 90 * MINUTE);
    const back = anchored(said(NOON + 120 * MINUTE), NOON + 120 * MINUTE);
    expect(happenedAt(before, back, back.device)).toEqual({ at: NOON + 30 * MINUTE, mended: false });
    expect(happenedAt(after, back, back.device)).toEqual({ at: NOON + 90 * MINUTE, mended: true });
  });

  it('is reckoned anew when the clock was set back in between', () => {
    const anchor = looked(anchored(said(NOON), NOON + DAY), NOON + DAY + 30 * MINUTE);
    const set = looked(anchor, NOON + 60 * MINUTE);
    expect(set.sure).toBe(false);
    const moment = momentOf(set, NOON + 90 * MINUTE);
    expect(moment.sure).toBe(false);
    const back = anchored(said(NOON + 120 * MINUTE), NOON + 120 * MINUTE);
    expect(happenedAt(moment, back, back.device).at).toBe(NOON + 90 * MINUTE);
  });

  it('never lies in the future, nor goes wrong on a phone that was never told', () => {
    const present = anchored(said(NOON), NOON);
    expect(happenedAt({ device: NOON + DAY, business: NOON + DAY, sure: true }, present, NOON).at).toBe(NOON);
    const never = momentOf(undefined, NOON - DAY - 10 * MINUTE);
    const wrong = anchored(said(NOON), NOON - DAY);
    expect(happenedAt(never, wrong, NOON - DAY)).toEqual({ at: NOON - 10 * MINUTE, mended: false });
  });

  it('stands still or hurries with a drill', () => {
    const still = anchored({ ...said(NOON), clock: { speed: 1, paused: true } }, 0);
    expect(businessAt(still, DAY)).toBe(NOON);
    const fast = anchored({ ...said(NOON), clock: { speed: 60, paused: false } }, 0);
    expect(businessAt(fast, MINUTE)).toBe(NOON + 60 * MINUTE);
    const moment = { ...momentOf(fast, MINUTE), sure: false };
    expect(happenedAt(moment, fast, 2 * MINUTE).at).toBe(NOON + 60 * MINUTE);
  });

  it('does not mind a clock that is put right by seconds', () => {
    const anchor = looked(anchored(said(NOON), NOON), NOON + MINUTE);
    expect(looked(anchor, NOON + 30_000)).toBe(anchor);
  });
});
