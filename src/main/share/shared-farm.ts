import type { ReceivedFacts, SentFacts, SharedChoice, SharedInstallation } from '#shared/domain/share/exchange.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { ShareConnection } from './connection.ts';
import { shareFailed } from './problems.ts';
import { pullSql, pushSql } from './shared-sql.ts';

/** An installation of a farm. */
export interface ShareMember {
  readonly farmId: string;
  readonly installationId: string;
}

/** A farm in the shared database. */
export interface SharedFarm {
  readonly id: string;
  readonly name: string;
  /** The grid network that its node numbers belong to; null while no installation is connected to the grid. */
  readonly network: string | null;
}

/** The current state of a farm, read by one query. */
export interface FarmState {
  readonly installations: readonly SharedInstallation[];
  /** The server's clock, in milliseconds since 1970. */
  readonly serverMs: number;
  readonly network: string | null;
}

/** A batch that is sent in one transaction. */
export interface Sending {
  readonly number: number;
  readonly choices: readonly SharedChoice[];
  readonly facts: readonly SentFacts[];
}

async function createFarm(connection: ShareConnection, name: string): Promise<SharedFarm> {
  const [made] = await connection.query<SharedFarm>(
    `WITH made AS (INSERT INTO farmer.farms (name) VALUES ($1) RETURNING id, name, network),
       member AS (INSERT INTO farmer.members (farm_id, role, can_write) SELECT id, session_user, true FROM made)
     SELECT id, name, network FROM made`,
    [name],
  );
  if (made === undefined) throw new Error('A farm was neither made nor refused.');
  return made;
}

/**
 * Finds the farm, or creates it.
 * @param wanted the name of the farm; null when the user named none
 * @param ownName the name for a new farm
 * @throws FarmerError CONFLICT when there are several farms and none was named
 */
export async function findFarm(
  connection: ShareConnection,
  wanted: string | null,
  ownName: string,
): Promise<SharedFarm & { readonly isNew: boolean }> {
  const farms = await connection.query<SharedFarm>('SELECT id, name, network FROM farmer.farms ORDER BY name');
  const found = wanted === null ? farms[0] : farms.find(({ name }) => name === wanted);
  if (wanted === null && farms.length > 1) {
    throw new FarmerError(
      'CONFLICT',
      message('share:core.severalFarms', { names: farms.map(({ name }) => name).join(', ') }),
      {
        hint: message('share:core.nameFarm'),
      },
    );
  }
  return found === undefined
    ? { ...(await createFarm(connection, wanted ?? ownName)), isNew: true }
    : { ...found, isNew: false };
}

/**
 * Registers an installation, or renames it.
 * @returns the number of the last batch that it sent
 */
export async function register(
  connection: ShareConnection,
  { farmId, installationId }: ShareMember,
  name: string,
): Promise<number> {
  const [row] = await connection.query<{ readonly sending: number }>(
    `INSERT INTO farmer.installations (farm_id, id, name) VALUES ($1, $2, $3)
     ON CONFLICT (farm_id, id) DO UPDATE SET name = excluded.name, heard_at = now() RETURNING sending`,
    [farmId, installationId, name],
  );
  return row?.sending ?? 0;
}

/**
 * Sets the grid network of a farm, or checks that it is the same.
 * @throws FarmerError SHARE_FAILED when the farm belongs to another network
 */
export async function ensureNetwork(
  connection: ShareConnection,
  farmId: string,
  news: FarmState,
  network: string,
): Promise<void> {
  if (news.network === null) {
    await connection.query('UPDATE farmer.farms SET network = $2 WHERE id = $1 AND network IS NULL', [farmId, network]);
  } else if (news.network !== network) {
    throw shareFailed('network', message('share:core.otherNetwork', { here: network, there: news.network }));
  }
}

/** The installations of a farm, with the number of the last batch of each. */
export function installationsOf(connection: ShareConnection, farmId: string): Promise<readonly SharedInstallation[]> {
  return connection.query<SharedInstallation>(
    `SELECT id, name, sending, (extract(epoch FROM heard_at) * 1000)::bigint AS "heardAtMs"
     FROM farmer.installations WHERE farm_id = $1`,
    [farmId],
  );
}

/**
 * Reads the state of a farm, and records that this installation is online. Registers the installation again when it is
 * missing, after the shared database was restored from an older backup.
 */
export async function fetchFarmState(
  connection: ShareConnection,
  member: ShareMember & { readonly installationName: string },
): Promise<FarmState> {
  const { farmId, installationId, installationName } = member;
  const rows = await connection.query<
    SharedInstallation & { readonly serverMs: number; readonly network: string | null }
  >(
    `WITH heard AS (UPDATE farmer.installations SET heard_at = now() WHERE farm_id = $1 AND id = $2)
     SELECT i.id, i.name, sending, (extract(epoch FROM heard_at) * 1000)::bigint AS "heardAtMs",
       (extract(epoch FROM now()) * 1000)::bigint AS "serverMs", network
     FROM farmer.installations AS i JOIN farmer.farms AS f ON f.id = i.farm_id WHERE i.farm_id = $1`,
    [farmId, installationId],
  );
  const [first] = rows;
  if (first === undefined) {
    throw shareFailed('broken-schema', message('share:core.noSuchFarm'));
  }
  if (!rows.some(({ id }) => id === installationId)) {
    await register(connection, member, installationName);
    return fetchFarmState(connection, member);
  }
  return { installations: rows, serverMs: first.serverMs, network: first.network };
}

/** Raises the batch number of an installation, for a shared database that was restored and has lost batches. */
export async function raiseSendingNumber(
  connection: ShareConnection,
  { farmId, installationId }: ShareMember,
  number: number,
): Promise<void> {
  await connection.query(
    'UPDATE farmer.installations SET sending = $3 WHERE farm_id = $1 AND id = $2 AND sending < $3',
    [farmId, installationId, number],
  );
}

async function sendChoices(
  connection: ShareConnection,
  { farmId, installationId }: ShareMember,
  { number, choices }: Sending,
): Promise<void> {
  if (choices.length > 0) {
    const rows = choices.map(({ entity, key, field, value, version }) => ({
      entity,
      key,
      field,
      value: value?.replaceAll('\\u0000', '') ?? null,
      version,
    }));
    await connection.query(pushSql.choices, [farmId, installationId, number, JSON.stringify(rows)]);
  }
}

/**
 * Sends the rows of one table.
 * @returns rows that were deleted here but that another installation still holds
 */
async function sendFacts(
  connection: ShareConnection,
  { farmId, installationId }: ShareMember,
  number: number,
  facts: SentFacts,
): Promise<ReceivedFacts | null> {
  const sql = pushSql.facts.get(facts.table);
  if (sql === undefined) throw new Error(`No such table: ${facts.table}`);
  if (facts.lines !== '') {
    await connection.query(sql.makeIncoming);
    await connection.copyIn(sql.copy, `${facts.lines}\n`);
    if (sql.makeMonths !== null) await connection.query(sql.makeMonths);
    await connection.query(facts.isAgain ? sql.insertAgain : sql.insert, [farmId, installationId, number]);
  }
  if (facts.sweep !== null && sql.sweep !== null) {
    const { upToSending, nodes } = facts.sweep;
    await connection.query(sql.sweep, [farmId, installationId, number, upToSending, nodes]);
  }
  if (facts.gone.length === 0) {
    return null;
  }
  const values = [farmId, installationId, number, JSON.stringify(facts.gone)];
  await connection.query(sql.remove, values);
  const [held] = await connection.query<{ rows: string; rowCount: number }>(sql.heldByOthers, values);
  return held === undefined || held.rowCount === 0 ? null : { table: facts.table, ...held, gone: '[]' };
}

/**
 * Sends a batch in one transaction, so that others see all of it or nothing.
 * @returns rows that were deleted here but that another installation still holds
 * @throws FarmerError CONFLICT when another process of this installation has sent a batch meanwhile
 */
export async function send(
  connection: ShareConnection,
  member: ShareMember,
  sending: Sending,
): Promise<readonly ReceivedFacts[]> {
  const { farmId, installationId } = member;
  const { number, facts } = sending;
  return connection.transaction('READ COMMITTED', async () => {
    await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [installationId]);
    const taken = await connection.query(
      `UPDATE farmer.installations SET sending = $3, heard_at = now()
       WHERE farm_id = $1 AND id = $2 AND sending = $3 - 1 RETURNING id`,
      [farmId, installationId, number],
    );
    if (taken.length === 0) {
      throw new FarmerError('CONFLICT', message('share:core.otherProcess'), { hint: message('share:core.triesAgain') });
    }
    await sendChoices(connection, member, sending);
    const held: (ReceivedFacts | null)[] = [];
    for (const table of facts) held.push(await sendFacts(connection, member, number, table));
    await connection.query(`SELECT pg_notify('farmer', $1)`, [farmId]);
    return held.filter((table) => table !== null);
  });
}

/** Choices of an installation in the batches after a number. */
export function choicesSince(
  connection: ShareConnection,
  farmId: string,
  installationId: string,
  after: number,
): Promise<readonly SharedChoice[]> {
  return connection.query<SharedChoice>(
    `SELECT entity, key, field, value, version, installation_id AS "installationId" FROM farmer.choices
     WHERE farm_id = $1 AND installation_id = $2 AND sending > $3`,
    [farmId, installationId, after],
  );
}

/** Facts of an installation in the batches after one number, up to another. */
export function factsBetween(
  connection: ShareConnection,
  farmId: string,
  installationId: string,
  [after, upTo]: readonly [number, number],
): Promise<readonly ReceivedFacts[]> {
  return connection.query<ReceivedFacts>(pullSql, [farmId, installationId, after, upTo]);
}
