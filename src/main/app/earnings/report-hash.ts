import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const HASH_BYTES = 32;

/** BLAKE2b-256 of a text in UTF-8, in lower-case hexadecimal. Source: docs/rules.md#report-hash */
export function hashText(text: string): string {
  return bytesToHex(blake2b(utf8ToBytes(text), { dkLen: HASH_BYTES }));
}
