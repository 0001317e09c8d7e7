// CSV as the server writes refused rows, and as mended ones are sent back (RFC 4180).

/** Reads a text; at most so many records. A record that the text ends in the middle of is left out if it is cut. */
export function readCsv(text: string, most: number, cut = false): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const end = () => {
    record.push(cell);
    cell = '';
  };
  while (at < text.length && records.length < most) {
    const letter = text[at] ?? '';
    at += 1;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === ',') end();
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at] === '\n') at += 1;
      end();
      records.push(record);
      record = [];
    } else cell += letter;
  }
  if (!cut && records.length < most && (record.length > 0 || cell !== '')) {
    end();
    records.push(record);
  }
  return records;
}

/** A cell, in quotes where it needs them. */
const cellOf = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Records as a text with the mark of UTF-8. */
export function writeCsv(records: readonly (readonly string[])[]): string {
  return `\uFEFF${records.map((record) => `${record.map(cellOf).join(',')}\r\n`).join('')}`;
}

/** A reason without the place that stands in columns of its own: file, row, column. */
export function plainReason(reason: string, file: string): string {
  return reason.startsWith(file) ? reason.slice(file.length).replace(/^.*?[:：]\s*/, '') : reason;
}

/** A refused row: what it held, and what is wrong with it. */
export interface RefusedRow {
  /** Its row in the file. */
  row: string;
  /** Columns at fault, by heading. */
  columns: string[];
  /** What stood there, unless it is personal. */
  value: string;
  reason: string;
  cells: string[];
}

export interface RefusedRows {
  headings: string[];
  rows: RefusedRow[];
}

/** How many columns a file of refused rows has beside those of the table: row, column, value, reason. */
const TOLD = 4;

/** A file of refused rows, as the server wrote it; the four columns stand behind the table's own. */
export function refusedRows(records: string[][]): RefusedRows {
  const [head = [], ...body] = records;
  const width = Math.max(0, head.length - TOLD);
  return {
    headings: head.slice(0, width),
    rows: body.map((record) => {
      const [row = '', columns = '', value = '', reason = ''] = record.slice(width, width + TOLD);
      const at = columns.split('; ').filter(Boolean);
      return { row, columns: at, value, reason, cells: record.slice(0, width) };
    }),
  };
}
