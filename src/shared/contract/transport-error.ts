import { ORPCError } from '@orpc/client';
import { ERROR_TABLE, type ErrorCode, type ErrorDetails, FarmerError } from '#shared/errors.ts';

/** What travels beside the code and the message of an error. */
export interface TransportErrorData {
  readonly hint: string;
  readonly details: ErrorDetails;
}

interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly code?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_TABLE, code);
}

function firstIssue(error: ORPCError<string, unknown>): Issue | undefined {
  const issues = isRecord(error.data) ? error.data['issues'] : undefined;
  return Array.isArray(issues) ? (issues[0] as Issue | undefined) : undefined;
}

function pathText(path: Issue['path']): string {
  return (path ?? []).map((part) => (isRecord(part) && 'key' in part ? String(part['key']) : String(part))).join('.');
}

/** What a limit counts in: nothing for numbers. */
const COUNTED: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

/** A broken limit in words; every other message is said as the contract or its reader words it. */
function issueText({ message, code, origin, minimum, maximum }: Issue): string {
  const limit = code === 'too_big' ? maximum : code === 'too_small' ? minimum : undefined;
  if (!message.startsWith('Too ') || (typeof limit !== 'number' && typeof limit !== 'bigint')) {
    return message;
  }
  if (code === 'too_small' && origin === 'string' && Number(limit) === 1) {
    return 'must not be empty';
  }
  return `must be at ${code === 'too_big' ? 'most' : 'least'} ${limit}${COUNTED[String(origin)] ?? ''}`;
}

/** Turns a failed validation of a call's input into the refusal that a person reads. */
function fromInputIssue(error: ORPCError<string, unknown>): FarmerError {
  const issue = firstIssue(error);
  const field = pathText(issue?.path);
  const named = field === '' ? 'The input' : field;
  return new FarmerError('INVALID_INPUT', `${named}: ${issue === undefined ? error.message : issueText(issue)}`, {
    hint: field === '' ? 'Check what was given and try again.' : `Correct "${field}" and try again.`,
    details: { field },
    cause: error,
  });
}

/** A FarmerError as it crosses a wire. */
export function toTransportError(error: FarmerError): ORPCError<ErrorCode, TransportErrorData> {
  return new ORPCError(error.code, {
    status: ERROR_TABLE[error.code].httpStatus,
    message: error.message,
    data: { hint: error.hint, details: error.details },
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
  return new FarmerError(error.code, error.message, {
    hint: typeof data['hint'] === 'string' ? data['hint'] : '',
    details: isRecord(data['details']) ? (data['details'] as ErrorDetails) : {},
    cause: error,
  });
}
