import { toFarmerError, toTransportError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppLog } from './context.ts';

/**
 * The refusal of the system where a call needed a file or folder: a loop of links, a name that is too long, a place that
 * takes no files. Null for any other error.
 */
function systemRefusal(error: unknown): FarmerError | null {
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  // The network and other programs refuse in their own ways.
  return isOfSystem && !('address' in error || 'hostname' in error || String(error.syscall).startsWith('spawn'))
    ? new FarmerError('FILE_UNREADABLE', message('app:core.systemRefuses', { code: String(error.code) }), {
        hint: message('app:core.checkNamePermissions'),
        cause: error,
      })
    : null;
}

/**
 * Wraps every call in every host: a planned error leaves with its code, message and hint; an unplanned one is logged
 * with an id and leaves as INTERNAL with that id, so that no stack, path or statement crosses the boundary.
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
      // Loaded here: a command that goes well never pays for it.
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
