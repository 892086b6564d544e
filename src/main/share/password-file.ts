import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ShareAddress } from './address.ts';

const FIELD = /((?:\\.|[^:\\])*)(?::|$)/y;
const FIELDS = 5;

function pathOf(env: NodeJS.ProcessEnv): string {
  const usual =
    process.platform === 'win32'
      ? join(env['APPDATA'] ?? homedir(), 'postgresql', 'pgpass.conf')
      : join(homedir(), '.pgpass');
  return env['PGPASSFILE'] ?? usual;
}

/** The five fields of a line; a colon or backslash within a field is escaped by a backslash. */
function fieldsOf(line: string): readonly string[] {
  FIELD.lastIndex = 0;
  return Array.from({ length: FIELDS }, () => (FIELD.exec(line)?.[1] ?? '').replaceAll(/\\(.)/g, '$1'));
}

/**
 * The password for an address in the PostgreSQL password file; null when there is none or when other users may read the
 * file.
 */
export function passwordFromFile({ host, port, database, user }: ShareAddress, env: NodeJS.ProcessEnv): string | null {
  const path = pathOf(env);
  try {
    // SECURITY: as in other PostgreSQL programs, a file that other users may read is ignored.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) return null;
    const wanted = [host, String(port), database, user ?? env['PGUSER'] ?? env['USER'] ?? ''];
    const line = readFileSync(path, 'utf8')
      .split(/\r?\n/)
      .filter((text) => text !== '' && !text.startsWith('#'))
      .map(fieldsOf)
      .find((fields) => wanted.every((value, index) => fields[index] === '*' || fields[index] === value));
    return line?.[FIELDS - 1] ?? null;
  } catch {
    return null;
  }
}
