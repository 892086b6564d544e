import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { type TranslateMessage, useMessage } from './message.ts';

/** The text of an error with its hint. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

/**
 * The message and hint of any error in the user's language: connection problems detected by the page, refusals of the
 * program, and unexpected errors.
 */
export function errorText(error: unknown, t: TFunction, translate: TranslateMessage): ErrorText {
  const known = toFarmerError(error);
  if (!(known instanceof FarmerError)) return { message: t('error.unplanned'), hint: t('error.unplannedHint') };
  switch (known.code) {
    case 'NOT_CONNECTED':
      return { message: t('connection.lost'), hint: t('connection.lostHint') };
    case 'UNAUTHORISED':
      return { message: t('connection.refused'), hint: t('connection.refusedHint') };
    default:
      return { message: translate(known.messages.message), hint: translate(known.messages.hint) };
  }
}

export function useErrorText(): (error: unknown) => ErrorText {
  const { t } = useTranslation('common');
  const translate = useMessage();
  return useCallback((error) => errorText(error, t, translate), [t, translate]);
}
