import { describe, expect, it } from 'vitest';
import { bands, onCall, ownNext, type Turn } from './bands';

const at = (day: number, hour = 0) => `2022-07-0${day}T${String(hour).padStart(2, '0')}:00:00Z`;
let count = 0;
const turn = (post: string, status: string, from: string, until: string, holder?: string): Turn => ({
  id: `t${(count += 1)}`,
  version: 1,
  recorded_from_at: from,
  area: 'a',
  post,
  unit: `u-${post}`,
  starts_at: from,
  ends_at: until,
  status,
  ...(holder ? { holder } : {}),
});
const from = Date.parse(at(1));
const until = Date.parse(at(5));

describe('the roster', () => {
  it('places turns on the days, and cuts what goes beyond them', () => {
    const [band] = bands(
      [turn('p', 'shift', at(2), at(3), 'x'), turn('p', 'shift', at(4), at(7), 'y')],
      from,
      until,
    );
    expect(band?.shifts.map(({ left, width, cut }) => [left, width, cut])).toEqual([
      [25, 25, { before: false, after: false }],
      [75, 25, { before: false, after: true }],
    ]);
  });

  it('shows posts with gaps first, and no gap that was filled', () => {
    const found = bands(
      [
        turn('a', 'shift', at(2), at(3), 'x'),
        turn('b', 'watch', at(1), at(5)),
        turn('b', 'gap', at(3), at(4)),
        turn('b', 'filled', at(1), at(2)),
        turn('c', 'shift', at(6), at(7), 'x'),
      ],
      from,
      until,
    );
    expect(found.map(({ post, gaps, watches }) => [post, gaps.length, watches.length])).toEqual([
      ['b', 1, 1],
      ['a', 0, 0],
    ]);
  });

  it('says who is on call: gaps first; a turn is over at its end', () => {
    const turns = [
      turn('a', 'shift', at(1), at(2), 'x'),
      turn('a', 'shift', at(2), at(3), 'y'),
      turn('b', 'gap', at(1), at(3)),
    ];
    expect(onCall(turns, Date.parse(at(2))).map(({ post, holder }) => [post, holder])).toEqual([
      ['b', undefined],
      ['a', 'y'],
    ]);
  });

  it('knows one’s next turn', () => {
    const turns = [
      turn('a', 'shift', at(3), at(4), 'x'),
      turn('a', 'shift', at(1), at(2), 'x'),
      turn('a', 'shift', at(2), at(3), 'y'),
    ];
    expect(ownNext(turns, 'x', Date.parse(at(1, 12))).map((one) => one.starts_at)).toEqual([at(1), at(3)]);
    expect(ownNext(turns, 'x', Date.parse(at(2))).map((one) => one.starts_at)).toEqual([at(3)]);
  });
});
