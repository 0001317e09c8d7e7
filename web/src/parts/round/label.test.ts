import { describe, expect, it } from 'vitest';
import { labelText, readLabel, type TubeLabel } from './label';

const LABEL: TubeLabel = {
  person: '01a20636-52f3-7def-842b-8c18894253d7',
  disease: 'covid19',
  method: 'nat',
  sampledAt: Date.parse('2022-07-03T01:30:00Z'),
};

describe('a label of a tube', () => {
  it.each(['covid19', 'unknown_respiratory', 'h7n9', 'q_fever', 'haemorrhagic_fever_renal'])(
    'comes back: %s',
    (disease) => {
      const text = labelText({ ...LABEL, disease });
      expect(text).toMatch(/^[0-9A-Z]+$/);
      expect(readLabel(text)).toEqual({ ...LABEL, disease });
      // A scanner with the lock of capitals on.
      expect(readLabel(text.toLowerCase())).toEqual({ ...LABEL, disease });
    },
  );

  it('holds every id and every method', () => {
    for (const person of ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      for (const method of ['nat', 'antigen', 'culture', 'serology'] as const) {
        expect(readLabel(labelText({ ...LABEL, person, method }))).toEqual({ ...LABEL, person, method });
      }
    }
  });

  it('is not believed when a letter is wrong, lost or changed places with another', () => {
    const text = labelText(LABEL);
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === '7' ? '8' : '7';
      expect(readLabel(text.slice(0, at) + other + text.slice(at + 1)), `${at}`).toBeUndefined();
      expect(readLabel(text.slice(0, at) + text.slice(at + 1)), `${at}`).toBeUndefined();
      const [a, b] = [text[at], text[at + 1]];
      if (b !== undefined && a !== b) {
        expect(readLabel(text.slice(0, at) + b + a + text.slice(at + 2)), `${at}`).toBeUndefined();
      }
    }
  });

  it.each(['', 'FH1', '6901234567892', 'https://example.org/FH1N', 'FH1N'.repeat(9)])(
    'is nothing else: %j',
    (scanned) => {
      expect(readLabel(scanned)).toBeUndefined();
    },
  );
});
