import { describe, expect, it } from 'vitest';
import { ECHO, freshKey, Intent } from './intent';

function counted() {
  let count = 0;
  return new Intent(() => `key-${(count += 1)}`);
}

describe('one intent, one key', () => {
  it('keeps the key while no answer came, however often it is asked', () => {
    const intent = counted();
    expect(intent.keyFor('a', 0)).toBe('key-1');
    expect(intent.keyFor('a', 60_000)).toBe('key-1');
  });

  it('takes the second click of a double click for the first', () => {
    const intent = counted();
    intent.answered(intent.keyFor('a', 0), 5);
    expect(intent.keyFor('a', 200)).toBe('key-1');
    expect(intent.keyFor('a', 5 + ECHO + 1)).toBe('key-2');
  });

  it('takes something else for something else', () => {
    const intent = counted();
    expect(intent.keyFor('a', 0)).toBe('key-1');
    expect(intent.keyFor('b', 1)).toBe('key-2');
    expect(intent.keyFor('a', 2)).toBe('key-3');
  });

  it('begins anew when a form is opened anew', () => {
    const intent = counted();
    intent.answered(intent.keyFor('a', 0), 1);
    intent.renew();
    expect(intent.keyFor('a', 2)).toBe('key-2');
  });

  it('makes keys that the server takes', () => {
    expect(freshKey()).toMatch(/^[!-~]{1,100}$/);
    expect(freshKey()).not.toBe(freshKey());
  });
});
