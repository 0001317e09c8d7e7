import { describe, expect, it } from 'vitest';
import { ALL_FILLS, ALL_LOOKS, ZONE_FILLS } from './look';
import { CLASSES } from './measures';

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('colours of charts', () => {
  it.each(ALL_FILLS)('$ink can be read on $fill', ({ fill, ink }) =>
    expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5),
  );

  it('are there for every class and level, one stronger than the one before', () => {
    for (const look of ALL_LOOKS) {
      expect(look.classes).toHaveLength(CLASSES);
      expect(look.zones).toHaveLength(ZONE_FILLS);
      const order = look.classes.map(({ fill }) => luminance(fill) * (look.dark ? 1 : -1));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });
});
