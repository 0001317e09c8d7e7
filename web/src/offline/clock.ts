// When something happened, by a phone whose clock may be wrong. The server tells the time of the business whenever it is
// asked; from then on it is reckoned by how far the clock of the phone has gone since. So a clock that is a day behind
// does no harm. A clock that is set in between does, for as long as there is no network: that is noticed where it can be
// (it went backwards, or what it says lies ahead of the server), and the time is reckoned anew when the server is asked
// again, before a fact is sent for the first time.

/** What the server said, and when that was by the clock of this device. In milliseconds. */
export interface Anchor {
  business: number;
  device: number;
  /** Seconds of the business in one of ours; 0 while a drill stands still. */
  speed: number;
  /** False since the clock of the device was seen to go back. */
  sure: boolean;
  /** The latest that the clock of the device has shown. */
  seen: number;
}

/** When something was recorded. */
export interface Moment {
  /** By the clock of the device. */
  device: number;
  /** By that of the business, as far as it was known; undefined on a device that never reached the server. */
  business?: number;
  sure: boolean;
}

/** Two clocks are never quite alike, in milliseconds. */
const SLACK = 60_000;

/** What the server has just said. */
export function anchored(
  said: { now: string; clock?: { speed: number; paused: boolean } | null | undefined },
  device: number,
): Anchor {
  const speed = said.clock ? (said.clock.paused ? 0 : said.clock.speed) : 1;
  return { business: Date.parse(said.now), device, speed, sure: true, seen: device };
}

/** The time of the business when the device shows `device`. */
export function businessAt(anchor: Anchor, device: number): number {
  return anchor.business + (device - anchor.device) * anchor.speed;
}

/** The anchor after a look at the device's clock: it has moved on, or somebody has set it back. */
export function looked(anchor: Anchor, device: number): Anchor {
  if (device >= anchor.seen - SLACK) return device > anchor.seen ? { ...anchor, seen: device } : anchor;
  return { ...anchor, business: businessAt(anchor, anchor.seen), device, sure: false, seen: device };
}

/** The moment of something that is recorded now. */
export function momentOf(anchor: Anchor | undefined, device: number): Moment {
  if (!anchor) return { device, sure: false };
  const known = looked(anchor, device);
  return { device, business: businessAt(known, device), sure: known.sure };
}

/**
 * When it happened, as it is told to the server: what was reckoned then, unless that cannot be; else by how long ago it
 * was, as the clock of the device has it now. Never later than now.
 */
export function happenedAt(moment: Moment, now: Anchor, device: number): { at: number; mended: boolean } {
  const present = businessAt(now, device);
  const reckoned = moment.business;
  if (reckoned !== undefined && moment.sure && reckoned <= present + SLACK) {
    return { at: Math.min(reckoned, present), mended: false };
  }
  const back = Math.max(0, device - moment.device) * now.speed;
  const at = Math.min(present, present - back);
  return { at, mended: reckoned === undefined ? false : Math.abs(at - reckoned) > SLACK };
}
