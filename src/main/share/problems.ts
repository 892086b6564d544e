import type { ShareProblem } from '#shared/contract/share/share.ts';
import { FarmerError } from '#shared/errors.ts';
import { type Message, message } from '#shared/message.ts';

type Kind = ShareProblem['kind'];

/** What to do about each kind of error. */
const HINTS = {
  unreachable: () => message('share:core.triesAgain'),
  password: () => message('share:core.givePassword'),
  role: () => message('share:core.checkRole'),
  tls: () => message('share:core.aboutTls'),
  'no-database': () => message('share:core.makeDatabase'),
  'foreign-database': () => message('share:core.giveEmptyDatabase'),
  'newer-schema': () => message('share:core.updateFarmer'),
  'broken-schema': () => message('share:core.restoreSchema'),
  rights: () => message('share:core.askForRights'),
  'disk-full': () => message('share:core.freeSpace'),
  clock: () => message('share:core.setClock'),
  network: () => message('share:core.otherFarm'),
  failed: () => message('share:core.triesAgain'),
} as const satisfies Record<Kind, () => Message>;

/** An error about the shared database, with the hint for its kind. */
export function shareFailed(kind: Kind, text: Message, cause?: unknown): FarmerError {
  return new FarmerError('SHARE_FAILED', text, {
    hint: HINTS[kind](),
    details: { reason: kind },
    ...(cause === undefined ? {} : { cause }),
  });
}

const BY_CODE: Readonly<Record<string, Kind>> = {
  '28P01': 'password',
  '28000': 'role',
  '3D000': 'no-database',
  '42501': 'rights',
  '53100': 'disk-full',
};

const TLS_CODES = /^(?:CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS|ERR_SSL|HOSTNAME_MISMATCH|EPROTO)/;
const NETWORK_CODES = /^(?:E[A-Z]+|08\w{3}|57P\d\d|53300)$/;

function fieldOf(error: unknown, field: string): string {
  const value =
    typeof error === 'object' && error !== null && field in error ? (error as Record<string, unknown>)[field] : '';
  return typeof value === 'string' ? value : '';
}

/** Classifies an error of the driver. */
function kindOf(error: unknown): Kind {
  const code = fieldOf(error, 'code');
  const text = error instanceof Error ? error.message : '';
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (/does not support SSL/i.test(text) || TLS_CODES.test(code)) return 'tls';
  if (/SASL|password/i.test(text)) return 'password';
  if (NETWORK_CODES.test(code) || /terminated|timeout|closed|ECONN/i.test(text)) return 'unreachable';
  return 'failed';
}

/** The short message of the server or the system; drivers never put a password into it. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error && error.message !== '' ? error.message : fieldOf(error, 'code');
  return text.replaceAll(/\s+/g, ' ').slice(0, 200);
}

/** Turns an error of the driver into one that tells the user what to do. */
export function translateShareError(error: unknown, host: string): unknown {
  if (error instanceof FarmerError) {
    return error;
  }
  const kind = kindOf(error);
  const values = { host, reason: reasonOf(error) };
  const text =
    kind === 'unreachable'
      ? message('share:core.unreachable', values)
      : kind === 'tls'
        ? message('share:core.noSafeConnection', values)
        : message('share:core.refused', values);
  return shareFailed(kind, text, error);
}
