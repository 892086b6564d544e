import { FACT_TABLES } from '#shared/domain/share/fact-tables.ts';
import { message } from '#shared/message.ts';
import type { ShareConnection } from './connection.ts';
import { SHARE_MIGRATIONS } from './migrations.ts';
import { shareFailed } from './problems.ts';

const TABLES = [
  'farms',
  'members',
  'installations',
  'choices',
  'choice_history',
  ...FACT_TABLES.map(({ name }) => name),
];
const LATEST = Math.max(...SHARE_MIGRATIONS.map(({ version }) => version));
/** The advisory lock that lets only one installation create or migrate the schema at a time. */
const LOCK = 0x46_41_52_4d;

interface Present {
  readonly hasSchema: boolean;
  readonly hasMigrations: boolean;
  readonly isEmptySchema: boolean;
  readonly isEmptyDatabase: boolean;
  readonly missing: readonly string[];
}

async function readPresent(connection: ShareConnection): Promise<Present> {
  const [found] = await connection.query<Present>(
    `SELECT to_regnamespace('farmer') IS NOT NULL AS "hasSchema",
       EXISTS (SELECT FROM pg_tables WHERE schemaname = 'farmer' AND tablename = 'migrations') AS "hasMigrations",
       NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'farmer') AS "isEmptySchema",
       NOT EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
         WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema', 'farmer')
           AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e'))
         AS "isEmptyDatabase",
       ARRAY(SELECT wanted FROM unnest($1::text[]) AS wanted WHERE NOT EXISTS (
         SELECT FROM pg_tables WHERE schemaname = 'farmer' AND tablename = wanted)) AS missing`,
    [TABLES],
  );
  return found ?? { hasSchema: false, hasMigrations: false, isEmptySchema: true, isEmptyDatabase: true, missing: [] };
}

/** @throws FarmerError SHARE_FAILED for a schema that is newer than this program, or incomplete */
async function pendingOf(connection: ShareConnection, { missing }: Present): Promise<readonly number[]> {
  const rows = await connection.query<{ readonly version: number }>('SELECT version FROM farmer.migrations');
  const applied = new Set(rows.map(({ version }) => version));
  const newest = Math.max(0, ...applied);
  if (newest > LATEST) {
    throw shareFailed('newer-schema', message('share:core.newerSchema', { here: LATEST, there: newest }));
  }
  const pending = SHARE_MIGRATIONS.map(({ version }) => version).filter((version) => !applied.has(version));
  const isWhole = pending.every((version) => version > newest) && (pending.length > 0 || missing.length === 0);
  if (!isWhole || newest === 0) {
    throw shareFailed('broken-schema', message('share:core.brokenSchema', { table: missing[0] ?? 'migrations' }));
  }
  return pending;
}

async function apply(connection: ShareConnection, versions: readonly number[]): Promise<void> {
  for (const { version, sql } of SHARE_MIGRATIONS.filter((migration) => versions.includes(migration.version))) {
    // The simple query protocol, used without parameters, accepts several statements at once.
    await connection.query(sql);
    await connection.query('INSERT INTO farmer.migrations (version) VALUES ($1)', [version]);
  }
}

/**
 * Checks that a database has the schema of this version of Farmer.
 * @param mayMake whether to create the schema in an empty database, or to migrate an older one
 * @throws FarmerError SHARE_FAILED
 */
export async function ensureSchema(connection: ShareConnection, mayMake: boolean): Promise<void> {
  const first = await readPresent(connection);
  if (first.hasMigrations && (await pendingOf(connection, first)).length === 0) {
    return;
  }
  if (!mayMake) {
    throw shareFailed('broken-schema', message('share:core.brokenSchema', { table: 'migrations' }));
  }
  await connection.transaction('READ COMMITTED', async () => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const present = await readPresent(connection);
    if (present.hasMigrations) {
      await apply(connection, await pendingOf(connection, present));
      return;
    }
    const isForeign = present.hasSchema ? !present.isEmptySchema : !present.isEmptyDatabase;
    if (isForeign) {
      throw shareFailed('foreign-database', message('share:core.foreignDatabase'));
    }
    await apply(
      connection,
      SHARE_MIGRATIONS.map(({ version }) => version),
    );
  });
}
