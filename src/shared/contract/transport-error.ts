import { ORPCError } from '@orpc/client';
import { ERROR_TABLE, type ErrorCode, type ErrorDetails, type ErrorMessages, FarmerError } from '#shared/errors.ts';
import { message, readMessage, storedText } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';
import { chooseIssue, type Issue, issueField, issueMessage } from './issue-message.ts';

/** The data sent with the code and the message of an error. */
export interface TransportErrorData {
  readonly hint: string;
  readonly details: ErrorDetails;
  /** Message and hint before they were put into English, for a page in another language. */
  readonly messages: ErrorMessages;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_TABLE, code);
}

function issueOf(error: ORPCError<string, unknown>): Issue | undefined {
  const issues = isRecord(error.data) ? error.data['issues'] : undefined;
  return Array.isArray(issues) ? chooseIssue(issues as readonly Issue[]) : undefined;
}

/** Turns a failed validation of a call's input into the refusal that a person reads. */
function fromInputIssue(error: ORPCError<string, unknown>): FarmerError {
  const issue = issueOf(error);
  const field = issue === undefined ? '' : issueField(issue);
  const problem = issue === undefined ? storedText(error.message) : issueMessage(issue);
  const what =
    field === '' ? message('app:core.inputProblem', { problem }) : message('app:core.fieldProblem', { field, problem });
  return new FarmerError('INVALID_INPUT', what, {
    hint: field === '' ? message('app:core.correctInput') : message('app:core.correctField', { field }),
    details: { field },
    cause: error,
  });
}

/** A FarmerError as it crosses a wire. */
export function toTransportError(error: FarmerError): ORPCError<ErrorCode, TransportErrorData> {
  return new ORPCError(error.code, {
    status: ERROR_TABLE[error.code].httpStatus,
    message: error.message,
    data: { hint: error.hint, details: error.details, messages: error.messages },
    cause: error,
  });
}

/**
 * The FarmerError behind whatever a call threw, on either side of a wire.
 * @returns null for an error that nobody planned: the caller logs it and shows INTERNAL
 */
export function toFarmerError(error: unknown): FarmerError | null {
  if (error instanceof FarmerError) {
    return error;
  }
  if (!(error instanceof ORPCError)) {
    return null;
  }
  if (error.code === 'BAD_REQUEST') {
    return fromInputIssue(error);
  }
  if (!isErrorCode(error.code)) {
    return null;
  }
  const data = isRecord(error.data) ? error.data : {};
  const messages = isRecord(data['messages']) ? data['messages'] : {};
  const hint = data['hint'];
  return new FarmerError(error.code, readMessage(messages['message']) ?? storedText(error.message), {
    hint: readMessage(messages['hint']) ?? storedText(typeof hint === 'string' ? hint : ''),
    details: isRecord(data['details']) ? (data['details'] as ErrorDetails) : {},
    cause: error,
  });
}
