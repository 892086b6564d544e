import { inEnglish, type Message } from './message.ts';

/**
 * Every error code a user, a script or another program can meet, with the HTTP status and the exit code it maps to.
 * Source of the exit codes: docs/cli.md#exit-codes.
 */
export const ERROR_TABLE = {
  INTERNAL: { httpStatus: 500, exitCode: 1 },
  INVALID_INPUT: { httpStatus: 400, exitCode: 2 },
  UNKNOWN_RULES: { httpStatus: 400, exitCode: 2 },
  NOT_FOUND: { httpStatus: 404, exitCode: 2 },
  CONFLICT: { httpStatus: 409, exitCode: 2 },
  REFUSED: { httpStatus: 422, exitCode: 2 },
  FILE_UNREADABLE: { httpStatus: 400, exitCode: 2 },
  TOO_LARGE: { httpStatus: 413, exitCode: 2 },
  UNAUTHORISED: { httpStatus: 401, exitCode: 2 },
  FORBIDDEN: { httpStatus: 403, exitCode: 2 },
  HARDWARE_UNAVAILABLE: { httpStatus: 503, exitCode: 1 },
  NOT_CONNECTED: { httpStatus: 503, exitCode: 1 },
  GRID_SOURCE_FAILED: { httpStatus: 502, exitCode: 6 },
  CHANNEL_FAILED: { httpStatus: 502, exitCode: 6 },
  SHARE_FAILED: { httpStatus: 502, exitCode: 6 },
  UNSUPPORTED_RUNTIME: { httpStatus: 500, exitCode: 1 },
  DATA_DIR_UNUSABLE: { httpStatus: 503, exitCode: 5 },
  DATA_DIR_HELD: { httpStatus: 409, exitCode: 5 },
  DATABASE_CORRUPT: { httpStatus: 503, exitCode: 5 },
  DATABASE_FROM_NEWER_VERSION: { httpStatus: 503, exitCode: 5 },
  DISK_FULL: { httpStatus: 507, exitCode: 5 },
} as const satisfies Record<string, { readonly httpStatus: number; readonly exitCode: number }>;

/** One of the codes of {@link ERROR_TABLE}. */
export type ErrorCode = keyof typeof ERROR_TABLE;

/** Machine-readable particulars of an error: plain JSON values only. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The texts of an error before they are put into a language. */
export interface ErrorMessages {
  readonly message: Message;
  readonly hint: Message;
}

/**
 * An error that a person can act on: what went wrong (`message`) and what to do next (`hint`).
 * Neither may contain a stack, SQL or a path the reader did not name. Both are English here; `messages` is
 * what a page puts into the reader's language.
 */
export class FarmerError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly messages: ErrorMessages;

  constructor(
    code: ErrorCode,
    message: Message,
    options: { readonly hint: Message; readonly details?: ErrorDetails; readonly cause?: unknown },
  ) {
    super(undefined, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'FarmerError';
    this.code = code;
    this.messages = { message, hint: options.hint };
    this.details = options.details ?? {};
  }

  /** In English; looked up in the catalogue only when it is used. */
  override get message(): string {
    return inEnglish(this.messages.message);
  }

  get hint(): string {
    return inEnglish(this.messages.hint);
  }
}

/** Shorthand for the most common refusal: a value that the rules cannot take. */
export function invalidInput(message: Message, hint: Message, details?: ErrorDetails): FarmerError {
  return new FarmerError('INVALID_INPUT', message, details === undefined ? { hint } : { hint, details });
}

/**
 * Marks a branch that is unreachable according to the types.
 * @throws Error always: reaching it is a programming error.
 */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${String(value)}`);
}
