import { describe, expect, it } from 'vitest';
import { EventParser } from './stream';

describe('server-sent events', () => {
  it('are whole however they are cut', () => {
    const text = ': hello\n\nevent: case_opened\ndata: {"a":1}\nid: 7\n\ndata: x\ndata:y\r\n\r\nid: 9\n\n';
    const expected = [
      { event: 'case_opened', data: '{"a":1}', id: '7' },
      { event: 'message', data: 'x\ny', id: undefined },
    ];
    for (let size = 1; size <= text.length; size += 1) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
      expect(events).toEqual(expected);
    }
  });
});
