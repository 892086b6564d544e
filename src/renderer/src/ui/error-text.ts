import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { type TranslateMessage, useMessage } from './message.ts';

/** The text of an error, and what to do next. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

/**
 * The message and the hint of whatever was thrown, in the reader's language: what the page itself finds out (no answer,
 * not signed in), and the refusals of the program; an unplanned error is named as such.
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

/** Translates an error into the reader's language. */
export function useErrorText(): (error: unknown) => ErrorText {
  const { t } = useTranslation('common');
  const translate = useMessage();
  return useCallback((error) => errorText(error, t, translate), [t, translate]);
}
