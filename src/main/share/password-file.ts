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

/** The five fields of a line; a colon or backslash within one has a backslash before it. */
function fieldsOf(line: string): readonly string[] {
  FIELD.lastIndex = 0;
  return Array.from({ length: FIELDS }, () => (FIELD.exec(line)?.[1] ?? '').replaceAll(/\\(.)/g, '$1'));
}

/** The password of an address in the password file of PostgreSQL; null where there is none, or others may read the file. */
export function passwordFromFile({ host, port, database, user }: ShareAddress, env: NodeJS.ProcessEnv): string | null {
  const path = pathOf(env);
  try {
    // SECURITY: as with other programs of PostgreSQL a file that others may read does not count.
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
