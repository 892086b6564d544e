import type { AppContext } from '#main/app/context.ts';
import type { ShareConnection } from '#main/share/connection.ts';

/** Under which name the password of the shared database is kept. */
export const SHARE_PASSWORD = 'share-password';

/**
 * Connects to a shared database with the password that is given, else PGPASSWORD, else the one that is kept here. Without
 * any the driver looks into ~/.pgpass.
 */
export async function openShared(
  context: AppContext,
  url: string,
  given: string | null = null,
): Promise<ShareConnection> {
  const service = await context.share();
  const isInEnvironment = process.env['PGPASSWORD'] !== undefined;
  return service.open(url, given ?? (isInEnvironment ? null : context.secrets.read(SHARE_PASSWORD)));
}
