import { ORPCError } from '@orpc/client';
import { ERROR_TABLE, type ErrorCode, type ErrorDetails, type ErrorWords, FarmerError } from '#shared/errors.ts';
import { inPlace, phrase, readWords, type Words } from '#shared/phrase.ts';

/** What travels beside the code and the message of an error. */
export interface TransportErrorData {
  readonly hint: string;
  readonly details: ErrorDetails;
  /** Message and hint before they were put into English, for a page in another language. */
  readonly words: ErrorWords;
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

/** A broken limit by what it counts in. */
const LIMITS = {
  too_big: {
    number: 'must be at most {{limit}}',
    string: 'must be at most {{limit}} characters',
    array: 'must be at most {{limit}} entries',
  },
  too_small: {
    number: 'must be at least {{limit}}',
    string: 'must be at least {{limit}} characters',
    array: 'must be at least {{limit}} entries',
  },
} as const;

/** A broken limit in words; every other message is said as the contract or its reader words it. */
function issueWords({ message, code, origin, minimum, maximum }: Issue): Words {
  const limit = code === 'too_big' ? maximum : code === 'too_small' ? minimum : undefined;
  const texts = code === 'too_big' || code === 'too_small' ? LIMITS[code] : null;
  if (texts === null || !message.startsWith('Too ') || (typeof limit !== 'number' && typeof limit !== 'bigint')) {
    return message;
  }
  if (code === 'too_small' && origin === 'string' && Number(limit) === 1) {
    return 'must not be empty';
  }
  const counted = origin === 'string' || origin === 'array' ? origin : 'number';
  return phrase(texts[counted], { limit: String(limit) });
}

/** Turns a failed validation of a call's input into the refusal that a person reads. */
function fromInputIssue(error: ORPCError<string, unknown>): FarmerError {
  const issue = firstIssue(error);
  const field = pathText(issue?.path);
  const problem = inPlace(issue === undefined ? error.message : issueWords(issue));
  const message =
    field === '' ? phrase('The input: {{problem}}', { problem }) : phrase('{{field}}: {{problem}}', { field, problem });
  return new FarmerError('INVALID_INPUT', message, {
    hint:
      field === '' ? 'Check what was given and try again.' : phrase('Correct "{{field}}" and try again.', { field }),
    details: { field },
    cause: error,
  });
}

/** A FarmerError as it crosses a wire. */
export function toTransportError(error: FarmerError): ORPCError<ErrorCode, TransportErrorData> {
  return new ORPCError(error.code, {
    status: ERROR_TABLE[error.code].httpStatus,
    message: error.message,
    data: { hint: error.hint, details: error.details, words: error.words },
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
  const words = isRecord(data['words']) ? data['words'] : {};
  return new FarmerError(error.code, readWords(words['message']) ?? error.message, {
    hint: readWords(words['hint']) ?? readWords(data['hint']) ?? '',
    details: isRecord(data['details']) ? (data['details'] as ErrorDetails) : {},
    cause: error,
  });
}
