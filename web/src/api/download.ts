// Files: fetched with the session, then handed to the browser to keep.
import { problemOf, send } from './client';

/** Fetches a file and lets the browser save it under the name that the server gives it. Throws `ApiError`. */
export async function download(path: string, fallback: string): Promise<void> {
  const response = await send(new Request(path));
  if (!response.ok) throw await problemOf(response);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = nameIn(response.headers.get('Content-Disposition')) ?? fallback;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Reads a file as text in UTF-8, at most so many bytes of it. Throws `ApiError`. */
export async function readText(
  path: string,
  most: number,
  signal: AbortSignal,
): Promise<{ text: string; cut: boolean }> {
  const response = await send(new Request(path, { signal }));
  if (!response.ok) throw await problemOf(response);
  const reader = response.body?.getReader();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  let taken = 0;
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return { text: text + decoder.decode(), cut: false };
    taken += piece.value.length;
    text += decoder.decode(piece.value, { stream: true });
    if (taken > most) {
      await reader?.cancel();
      return { text, cut: true };
    }
  }
}

/** The name of a file in `Content-Disposition`; the form with an encoding comes first. */
export function nameIn(header: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/i.exec(header ?? '')?.[1];
}
