import { randomBytes as systemRandomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes as lower-case hex. */
export function bytesToHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Hex as bytes. */
export function hexToBytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** Whether two texts of bytes are the same, in a time that does not tell where they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** So many bytes that nobody can guess. */
export function randomBytes(count: number): Uint8Array {
  return new Uint8Array(systemRandomBytes(count));
}
