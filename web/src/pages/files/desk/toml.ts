// As much of TOML as a mapping file has: keys, texts, lists of texts, yes and no, tables. What is beyond that is not
// read but left alone: the file can still be corrected as text.

export type TomlValue = string | boolean | TomlValue[] | TomlTable;
export interface TomlTable {
  [key: string]: TomlValue;
}

class Unread extends Error {}

const ESCAPES: Record<string, string> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

class Reader {
  #at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text.replaceAll('\r\n', '\n');
  }

  get #next(): string {
    return this.#text[this.#at] ?? '';
  }

  #blanks(lines: boolean): void {
    for (;;) {
      if (this.#next === ' ' || this.#next === '\t' || (lines && this.#next === '\n')) this.#at += 1;
      else if (this.#next === '#') this.#at += /^[^\n]*/.exec(this.#text.slice(this.#at))?.[0].length ?? 1;
      else return;
    }
  }

  #take(mark: string): void {
    if (!this.#text.startsWith(mark, this.#at)) throw new Unread();
    this.#at += mark.length;
  }

  #has(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  #string(): string {
    if (this.#text.startsWith('"""', this.#at) || this.#text.startsWith("'''", this.#at)) throw new Unread();
    if (this.#has("'")) {
      const end = this.#text.indexOf("'", this.#at);
      const inside = this.#text.slice(this.#at, end);
      if (end < 0 || inside.includes('\n')) throw new Unread();
      this.#at = end + 1;
      return inside;
    }
    this.#take('"');
    let out = '';
    for (;;) {
      const letter = this.#next;
      this.#at += 1;
      if (letter === '"') return out;
      if (letter === '' || letter === '\n') throw new Unread();
      out += letter === '\\' ? this.#escape() : letter;
    }
  }

  #escape(): string {
    const letter = this.#next;
    this.#at += 1;
    const size = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    if (size === 0) {
      const meant = ESCAPES[letter];
      if (meant === undefined) throw new Unread();
      return meant;
    }
    const digits = this.#text.slice(this.#at, this.#at + size);
    if (digits.length !== size || !/^[0-9a-fA-F]+$/.test(digits)) throw new Unread();
    this.#at += size;
    return String.fromCodePoint(Number.parseInt(digits, 16));
  }

  #key(): string[] {
    const path: string[] = [];
    do {
      this.#blanks(false);
      if (this.#next === '"' || this.#next === "'") {
        path.push(this.#string());
      } else {
        const bare = /^[A-Za-z0-9_-]+/.exec(this.#text.slice(this.#at, this.#at + 200))?.[0];
        if (!bare) throw new Unread();
        this.#at += bare.length;
        path.push(bare);
      }
      this.#blanks(false);
    } while (this.#has('.'));
    return path;
  }

  #value(): TomlValue {
    if (this.#next === '"' || this.#next === "'") return this.#string();
    if (this.#has('true')) return true;
    if (this.#has('false')) return false;
    if (this.#has('[')) {
      const items: TomlValue[] = [];
      for (;;) {
        this.#blanks(true);
        if (this.#has(']')) return items;
        items.push(this.#value());
        this.#blanks(true);
        if (!this.#has(',') && this.#next !== ']') throw new Unread();
      }
    }
    this.#take('{');
    const table: TomlTable = Object.create(null) as TomlTable;
    for (;;) {
      this.#blanks(false);
      if (this.#has('}')) return table;
      this.#pair(table);
      this.#blanks(false);
      if (!this.#has(',') && this.#next !== '}') throw new Unread();
    }
  }

  #pair(into: TomlTable): void {
    const path = this.#key();
    this.#take('=');
    this.#blanks(false);
    const last = path.pop() ?? '';
    const table = inner(into, path);
    if (last in table) throw new Unread();
    table[last] = this.#value();
  }

  read(): TomlTable {
    const root: TomlTable = Object.create(null) as TomlTable;
    let here = root;
    for (;;) {
      this.#blanks(true);
      if (this.#next === '') return root;
      if (this.#has('[')) {
        here = inner(root, this.#key());
        this.#take(']');
      } else {
        this.#pair(here);
      }
      this.#blanks(false);
      if (this.#next !== '\n' && this.#next !== '') throw new Unread();
    }
  }
}

function inner(table: TomlTable, path: string[]): TomlTable {
  let here = table;
  for (const name of path) {
    const next = (here[name] ??= Object.create(null) as TomlTable);
    if (typeof next !== 'object' || Array.isArray(next)) throw new Unread();
    here = next;
  }
  return here;
}

/** Reads a file; undefined for what is not TOML, or more of it than a mapping needs. */
export function readToml(text: string): TomlTable | undefined {
  try {
    return new Reader(text).read();
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}

const MARKS: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text in quotes, on one line. */
export function quoted(text: string): string {
  const inside = Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    const control = code < 0x20 || code === 0x7f;
    return MARKS[letter] ?? (control ? `\\u${code.toString(16).padStart(4, '0')}` : letter);
  });
  return `"${inside.join('')}"`;
}
