import type { AppContext } from '#main/app/context.ts';
import type { ShareConnection } from '#main/share/connection.ts';

/** The key under which the password of the shared database is stored. */
export const SHARE_PASSWORD = 'share-password';

/**
 * Connects to a shared database with the given password, otherwise PGPASSWORD, otherwise the stored one, otherwise the
 * one in ~/.pgpass.
 */
export async function openSharedDatabase(
  context: AppContext,
  url: string,
  given: string | null = null,
): Promise<ShareConnection> {
  const service = await context.share();
  const isInEnvironment = process.env['PGPASSWORD'] !== undefined;
  return service.open(url, given ?? (isInEnvironment ? null : context.secrets.read(SHARE_PASSWORD)));
}
