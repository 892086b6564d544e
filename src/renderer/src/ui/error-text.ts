import type { TFunction } from 'i18next';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';

/** What is said of an error, and what to do next. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

/**
 * The message and the hint of whatever was thrown. What the page itself finds out (no answer, not signed in) is said in
 * the reader's language; a refusal of the program brings its own words; an unplanned error is named as such.
 */
export function errorText(error: unknown, t: TFunction<'common'>): ErrorText {
  const known = toFarmerError(error);
  if (!(known instanceof FarmerError)) return { message: t('error.unplanned'), hint: t('error.unplannedHint') };
  switch (known.code) {
    case 'NOT_CONNECTED':
      return { message: t('connection.lost'), hint: t('connection.lostHint') };
    case 'UNAUTHORISED':
      return { message: t('connection.refused'), hint: t('connection.refusedHint') };
    default:
      return { message: known.message, hint: known.hint };
  }
}
