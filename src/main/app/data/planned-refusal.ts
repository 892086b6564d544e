import { toFarmerError } from '#shared/contract/transport-error.ts';
import type { FarmerError } from '#shared/errors.ts';

/** The refusal of a file that an importer gave. @throws the error itself where nobody planned it */
export function plannedRefusal(error: unknown): FarmerError {
  const known = toFarmerError(error);
  if (known === null || known.code === 'INTERNAL') {
    throw error;
  }
  return known;
}
