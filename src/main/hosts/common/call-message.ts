import { isRecord } from '#shared/records.ts';

/**
 * The largest message or request body that a host accepts, in bytes: enough for the longest import with its JSON
 * escapes.
 */
export const MAX_BODY_BYTES = 48 * 1024 * 1024;

function isHeaders(value: unknown): boolean {
  return value === undefined || (isRecord(value) && Object.values(value).every((header) => typeof header === 'string'));
}

/** The text part of a message: all of it, or the part before the binary data (0xff never occurs in UTF-8 text). */
function textOf(message: unknown): string | null {
  if (typeof message === 'string') {
    return message;
  }
  if (message instanceof Uint8Array || message instanceof ArrayBuffer) {
    const data = message instanceof Uint8Array ? message : new Uint8Array(message);
    const end = data.indexOf(0xff);
    return new TextDecoder().decode(end === -1 ? data : data.subarray(0, end));
  }
  return null;
}

function sizeOf(message: unknown): number {
  if (typeof message === 'string') {
    return Buffer.byteLength(message);
  }
  return message instanceof Uint8Array || message instanceof ArrayBuffer ? message.byteLength : 0;
}

/**
 * Whether a message from a page has the shape of a call, so that the RPC library can parse it without throwing.
 * SECURITY: a compromised page may post anything; an invalid message is dropped and its connection closed.
 */
export function isCallMessage(message: unknown): boolean {
  const text = sizeOf(message) <= MAX_BODY_BYTES ? textOf(message) : null;
  if (text === null) {
    return false;
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return false;
  }
  if (!isRecord(parsed) || typeof parsed['i'] !== 'string') {
    return false;
  }
  const payload = parsed['p'];
  switch (parsed['t'] ?? 1) {
    case 1:
      return (
        isRecord(payload) && typeof payload['u'] === 'string' && payload['u'].startsWith('/') && isHeaders(payload['h'])
      );
    case 3:
      return isRecord(payload) && typeof payload['e'] === 'string';
    case 4:
      return true;
    default:
      return false;
  }
}
