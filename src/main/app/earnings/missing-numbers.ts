import type { NeededNumber } from '#shared/domain/earnings/needed-numbers.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The refusal to compute an amount while required numbers are missing. */
export function missingNumbersError(missing: readonly NeededNumber[]): FarmerError {
  return new FarmerError('REFUSED', message('earnings:core.noAmountYet', { needs: needsText(missing) }), {
    hint: message('earnings:core.enterNumbers'),
    details: { missing: missing.join(', ') },
  });
}
