import { toFarmerError, toTransportError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppLog } from './context.ts';

/**
 * Turns a file system error of a call (a loop of links, a name that is too long, a read-only place) into a refusal.
 * Null for any other error.
 */
function systemRefusal(error: unknown): FarmerError | null {
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  // Errors of the network and of other programs are handled where they occur.
  return isOfSystem && !('address' in error || 'hostname' in error || String(error.syscall).startsWith('spawn'))
    ? new FarmerError('FILE_UNREADABLE', message('app:core.systemRefuses', { code: String(error.code) }), {
        hint: message('app:core.checkNamePermissions'),
        cause: error,
      })
    : null;
}

/**
 * Wraps every call in every host. A FarmerError is passed on with its code, message and hint; any other error is logged
 * with an id and passed on as INTERNAL with that id, so that no stack, path or SQL statement leaves the program.
 */
export function errorBoundary(log: AppLog) {
  return async <T>(options: { readonly next: () => Promise<T> | T; readonly path: readonly string[] }): Promise<T> => {
    try {
      return await options.next();
    } catch (error) {
      const planned = toFarmerError(error) ?? systemRefusal(error);
      if (planned !== null) {
        throw toTransportError(planned);
      }
      // Loaded here, so that a successful command does not pay for it.
      const { randomUUID } = await import('node:crypto');
      const id = randomUUID().slice(0, 8);
      log.error('call failed', { id, call: options.path.join('.'), error });
      throw toTransportError(
        new FarmerError('INTERNAL', message('app:core.internalError', { id }), {
          hint: message('app:core.tryAgainReportId'),
          details: { id },
          cause: error,
        }),
      );
    }
  };
}
