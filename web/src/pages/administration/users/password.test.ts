import { describe, expect, it } from 'vitest';
import { freshPassword } from './password';

describe('a first password', () => {
  it('is long, and of letters that cannot be mistaken', () => {
    const made = new Set(Array.from({ length: 200 }, () => freshPassword()));
    expect(made.size).toBe(200);
    for (const password of made) expect(password).toMatch(/^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/);
  });
  it('passes over bytes that would make some letters likelier', () => {
    const bytes = [new Uint8Array([255, 250, 248]), new Uint8Array(16).fill(0)];
    expect(freshPassword(() => bytes.shift() ?? new Uint8Array(16).fill(0))).toBe('aaaa-aaaa-aaaa-aaaa');
  });
});
