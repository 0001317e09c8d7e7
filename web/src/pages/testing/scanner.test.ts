import { describe, expect, it } from 'vitest';
import { labelText, readLabel } from '@/parts/round/label';
import { hearScans, ScanReader } from './scanner';

const codeOf = (letter: string) => (/\d/.test(letter) ? `Digit${letter}` : `Key${letter.toUpperCase()}`);

/** Types a text with so many milliseconds between keys, then Enter. */
function type(reader: ScanReader, text: string, gap: number, from = 1_000): string | undefined {
  let at = from;
  for (const letter of text) reader.push({ code: codeOf(letter), at: (at += gap) });
  return reader.push({ code: 'Enter', at: at + gap }).scanned;
}

describe('a scanner that types', () => {
  const label = {
    person: '01a20636-52f3-7def-842b-8c18894253d7',
    disease: 'unknown_respiratory',
    method: 'nat' as const,
    sampledAt: Date.parse('2022-07-03T01:30:00Z'),
  };

  it('is heard, and its label read, whatever the input method makes of the keys', () => {
    const scanned = type(new ScanReader(), labelText(label), 8);
    expect(scanned).toBe(labelText(label));
    expect(readLabel(scanned ?? '')).toEqual(label);
  });

  it('is told from hands', () => {
    expect(type(new ScanReader(), labelText(label), 120)).toBeUndefined();
    expect(type(new ScanReader(), 'FH1', 8)).toBeUndefined();
  });

  it('does not mix with what was typed just before, nor two scans with each other', () => {
    const reader = new ScanReader();
    reader.push({ code: 'KeyX', at: 100 });
    reader.push({ code: 'KeyY', at: 400 });
    expect(type(reader, 'ABCD12345', 5, 2_000)).toBe('ABCD12345');
    expect(type(reader, 'WXYZ98765', 5, 2_100)).toBe('WXYZ98765');
  });

  it('may press Shift for its capitals, and end with Tab', () => {
    const reader = new ScanReader();
    let at = 0;
    for (const letter of 'ABCDEFGH') {
      reader.push({ code: 'ShiftLeft', at: (at += 4) });
      reader.push({ code: codeOf(letter), at: (at += 4) });
    }
    expect(reader.push({ code: 'Tab', at: at + 4 }).scanned).toBe('ABCDEFGH');
  });

  it('leaves nothing of a scan in the field where the cursor stands', () => {
    document.body.innerHTML = '<input value="32" />';
    const field = document.querySelector('input')!;
    const heard: string[] = [];
    const stop = hearScans((code) => heard.push(code));
    const text = labelText(label);
    let at = 5_000;
    for (const letter of text) {
      const event = new KeyboardEvent('keydown', { code: codeOf(letter), bubbles: true });
      Object.defineProperty(event, 'timeStamp', { value: (at += 5) });
      field.dispatchEvent(event);
      field.value += letter;
    }
    const end = new KeyboardEvent('keydown', { code: 'Enter', bubbles: true, cancelable: true });
    Object.defineProperty(end, 'timeStamp', { value: at + 5 });
    field.dispatchEvent(end);
    stop();
    expect(heard).toEqual([text]);
    expect(field.value).toBe('32');
    expect(end.defaultPrevented).toBe(true);
  });

  it('presses no shortcuts where no field has the cursor', () => {
    document.body.innerHTML = '<main></main>';
    const main = document.querySelector('main')!;
    const pressed: string[] = [];
    const listen = (event: KeyboardEvent) => pressed.push(event.code);
    window.addEventListener('keydown', listen);
    const stop = hearScans(() => undefined);
    let at = 9_000;
    for (const letter of labelText(label)) {
      const event = new KeyboardEvent('keydown', { code: codeOf(letter), bubbles: true });
      Object.defineProperty(event, 'timeStamp', { value: (at += 5) });
      main.dispatchEvent(event);
    }
    stop();
    window.removeEventListener('keydown', listen);
    expect(pressed).toEqual(['KeyF']);
  });
});
