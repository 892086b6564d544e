import type * as crypto from 'node:crypto';

/**
 * The cryptography of the runtime, loaded at its first use: it costs 3 MB of memory that a process that only records
 * need not spend.
 */
export function lazyCrypto(): typeof crypto {
  return process.getBuiltinModule('node:crypto');
}
