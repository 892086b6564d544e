import type * as crypto from 'node:crypto';

/** Node's crypto module, loaded at its first use: a process that only records does not need its 3 MB of memory. */
export function lazyCrypto(): typeof crypto {
  return process.getBuiltinModule('node:crypto');
}
