import { toFarmerError } from '#shared/contract/transport-error.ts';
import type { FarmerError } from '#shared/errors.ts';

/**
 * An importer's error as the refusal of a file.
 * @throws the error itself when it is unexpected
 */
export function toRefusal(error: unknown): FarmerError {
  const known = toFarmerError(error);
  if (known === null || known.code === 'INTERNAL') {
    throw error;
  }
  return known;
}
