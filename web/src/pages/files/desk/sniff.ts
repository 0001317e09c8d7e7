// How much of a file is sent to be guessed at: the beginning of a text, all of what can only be read whole.

/** Of a text; a thousand rows are enough for a guess. */
export const BEGINNING = 1 << 20;
/** Of a workbook or JSON, which are read whole; in base64 it must fit into a request of 64 MiB. */
export const WHOLE = 46 << 20;

/** What is sent: bytes from the beginning, or nothing where the file is too large to be guessed at. */
export type Piece = { bytes: number; whole: boolean } | undefined;

/** Chooses by the first bytes of a file and its size. */
export function pieceOf(head: Uint8Array, size: number): Piece {
  const [first = 0, second = 0] = head;
  const zip = first === 0x50 && second === 0x4b;
  if (zip || isJson(head)) return size <= WHOLE ? { bytes: size, whole: true } : undefined;
  if (size <= BEGINNING) return { bytes: size, whole: true };
  return { bytes: BEGINNING, whole: false };
}

function isJson(head: Uint8Array): boolean {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const first = head.subarray(start).find((byte) => byte > 0x20);
  return first === 0x5b;
}

/** Where a beginning is cut: behind the last whole line; UTF-16 between two letters. */
export function cutAt(bytes: Uint8Array): number {
  const [first = 0, second = 0] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (wide) return bytes.length - (bytes.length % 2);
  const end = bytes.lastIndexOf(0x0a);
  return end < 0 ? bytes.length : end + 1;
}

/** The part of a file that is sent, as it is. */
export async function beginningOf(file: Blob): Promise<Blob | undefined> {
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const piece = pieceOf(head, file.size);
  if (!piece) return undefined;
  if (piece.whole) return file;
  const bytes = new Uint8Array(await file.slice(0, piece.bytes).arrayBuffer());
  return file.slice(0, cutAt(bytes));
}

/** Bytes as base64, by the browser: a megabyte must not stop the page. */
export function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const url = String(reader.result);
      resolve(url.slice(url.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.readAsDataURL(blob);
  });
}
