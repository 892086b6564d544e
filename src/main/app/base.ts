import { toFarmerError, toTransportError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppLog } from './context.ts';

/**
 * Wraps every call in every host: a planned error leaves with its code, message and hint; an unplanned one is logged
 * with an id and leaves as INTERNAL with that id, so that no stack, path or statement crosses the boundary.
 */
export function errorBoundary(log: AppLog) {
  return async <T>(options: { readonly next: () => Promise<T> | T; readonly path: readonly string[] }): Promise<T> => {
    try {
      return await options.next();
    } catch (error) {
      const planned = toFarmerError(error);
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
