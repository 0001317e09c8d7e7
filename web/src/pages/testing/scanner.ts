// A scanner is a keyboard that types fast and ends with Enter. Its letters are taken from the keys themselves, so that an
// input method or a lock of capitals does not spoil them, and it is heard wherever the cursor stands.

/** A scanner takes less than this for a key, on average, in milliseconds; nobody types eight of them like that. */
const PACE = 60;
/** After a pause as long as this something else has begun. */
const PAUSE = 250;
/** Shorter than this it is nobody's code. */
const SHORTEST = 8;

export interface Key {
  /** What the key stands for, by its place: `KeyA`, `Digit1`, `Numpad1`, `Enter`. */
  code: string;
  at: number;
}

const LETTER = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/;

/** Takes keys one by one; answers with a code when one is whole. */
export class ScanReader {
  #text = '';
  #first = 0;
  #last = -Infinity;

  /** `fast`: this key belongs to a scan by its speed, and is not meant for the field in which it was typed. */
  push({ code, at }: Key): { scanned?: string; fast: boolean } {
    if (at - this.#last > PAUSE) this.#text = '';
    this.#last = at;
    const quick = (keys: number) => keys > 0 && (at - this.#first) / keys < PACE;
    if (code === 'Enter' || code === 'Tab' || code === 'NumpadEnter') {
      const text = this.#text;
      this.#text = '';
      return text.length >= SHORTEST && quick(text.length) ? { scanned: text, fast: true } : { fast: false };
    }
    // Shift alone, as some scanners press it for capitals.
    if (code.startsWith('Shift') || code === 'CapsLock') return { fast: quick(this.#text.length) };
    const [, letter, digit, pad] = LETTER.exec(code) ?? [];
    const typed = letter ?? digit ?? pad;
    if (typed === undefined) {
      this.#text = '';
      return { fast: false };
    }
    if (this.#text === '') this.#first = at;
    this.#text += typed;
    return { fast: quick(this.#text.length - 1) };
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Gives a field back what stood there, in a way that React notices. */
function restore(field: Field, value: string): void {
  const kind = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const fieldOf = (target: EventTarget | null): Field | undefined =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;

/** Hears scans on the page until it is told to stop. What the keys have left in a field goes from there. */
export function hearScans(found: (code: string) => void): () => void {
  const reader = new ScanReader();
  let before: { field: Field; value: string } | undefined;
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { scanned, fast } = reader.push({ code: event.code, at: event.timeStamp });
    const field = fieldOf(event.target);
    if (!fast) before = field && { field, value: field.value };
    // Its letters are no shortcuts: one of them could lead to another page.
    if (fast && !field) event.stopPropagation();
    if (scanned === undefined) return;
    // The Enter at its end must not send a form.
    event.preventDefault();
    event.stopPropagation();
    if (before) {
      // An input method that is still composing ends with the focus.
      before.field.blur();
      restore(before.field, before.value);
    }
    found(scanned);
  };
  window.addEventListener('keydown', press, true);
  return () => window.removeEventListener('keydown', press, true);
}
