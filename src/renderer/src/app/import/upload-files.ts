import { MAX_PIECE_BYTES } from '#shared/contract/data/imports.ts';
import { client } from '#renderer/client/client.ts';
import type { InputFile } from './dropped-files.ts';

/** FileReader encodes asynchronously, so that the page stays responsive. */
function toBase64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,?/, '') : ''),
    );
    reader.addEventListener('error', () => reject(reader.error ?? new Error('not readable')));
    reader.readAsDataURL(piece);
  });
}

/**
 * Uploads files to the program in chunks.
 * @param onSent receives the number of bytes sent so far
 * @returns the ids of the uploaded files
 */
export async function uploadFiles(
  files: readonly InputFile[],
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let sent = 0;
  for (const { name, content } of files) {
    const id = crypto.randomUUID();
    ids.push(id);
    for (let offset = 0; offset === 0 || offset < content.size; offset += MAX_PIECE_BYTES) {
      signal.throwIfAborted();
      const piece = content.slice(offset, offset + MAX_PIECE_BYTES);
      await client.data.imports.receive({ id, name, offset, base64: await toBase64(piece) });
      sent += piece.size;
      onSent(sent);
    }
  }
  return ids;
}
