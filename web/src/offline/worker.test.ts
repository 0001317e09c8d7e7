import { describe, expect, it } from 'vitest';
import { opensWithout, outdated } from './worker';

describe('the service worker', () => {
  it.each([
    ['/', true],
    ['/field', true],
    ['/field/sent', true],
    ['/sentinel/visits', true],
    ['/samples/take', true],
    ['/cases', false],
    ['/fields', false],
    ['/samples', false],
    ['/api/v1/cases', false],
  ])('opens %s without a network: %s', (path, opens) => expect(opensWithout(path)).toBe(opens));

  it('keeps its own version and the one before, which a tab may still show', () => {
    const names = ['fenghuo-pages-1', 'fenghuo-pages-2', 'of-somebody-else', 'fenghuo-pages-3'];
    expect(outdated(names, 'fenghuo-pages-3')).toEqual(['fenghuo-pages-1']);
    expect(outdated(['fenghuo-pages-3'], 'fenghuo-pages-3')).toEqual([]);
  });
});
