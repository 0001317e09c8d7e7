// Files on their way in: sent as they are, with the session.
import { problemOf, send } from './client';

/** Sends a file as the body of a POST; the browser streams it from the disk. Throws `ApiError`. */
export async function upload(path: string, file: Blob, signal: AbortSignal): Promise<unknown> {
  const headers = { 'Content-Type': file.type || 'application/octet-stream' };
  const response = await send(new Request(path, { method: 'POST', body: file, headers, signal }));
  if (!response.ok) throw await problemOf(response);
  return response.json() as Promise<unknown>;
}
