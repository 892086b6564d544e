import { FACT_TABLES, type FactTable } from '#shared/domain/share/fact-tables.ts';
import type { ReceivedFacts, SentFacts } from '#shared/domain/share/exchange.ts';
import type { FarmerDatabase, SqlValue } from '#main/store/sql.ts';
import { type FactSql, factSql } from './fact-sql.ts';
import type { NodeIdentities } from './node-identities.ts';

/** Facts of one table to send. */
export interface FactBatch extends SentFacts {
  /** What {@link ShareFacts.markSent} needs. */
  readonly marks: SentMarks;
}

interface SentMarks {
  /** Positions of the marks of single rows. */
  readonly positions: readonly number[];
  /** How far the whole table has been sent; null at its end, undefined where it is not being sent. */
  readonly walkedTo: string | null | undefined;
}

/** The key of the mark that a whole table is to be sent. */
const WHOLE = '*';
/** The version of such a mark where the table was sent before, to which the last sending that arrived is added. */
const SENT_AGAIN = 1;
/** The most rows of one sending, and the most of tables whose rows hold whole documents. */
const MOST_ROWS = 50_000;
const MOST_DOCUMENTS = 500;

interface Mark {
  readonly position: number;
  readonly key: string;
}

function prepareTable(database: FarmerDatabase, table: FactTable) {
  const sql: FactSql = factSql(table);
  return {
    limit: Object.keys(table.columns).some((column) => column.endsWith('_json')) ? MOST_DOCUMENTS : MOST_ROWS,
    sql,
    marks: database.query<Mark>(`
      SELECT position, key FROM share_outbox WHERE entity = '${table.name}' AND field = '' AND key <> '${WHOLE}'
      ORDER BY position LIMIT @limit`),
    walk: database.query<{ value: string | null; version: number }>(
      `SELECT value, version FROM share_outbox WHERE entity = '${table.name}' AND field = '' AND key = '${WHOLE}'`,
    ),
    walkedTo: database.query<{ reached: string }>(sql.walkEnd),
    walked: database.query<{ rowCount: number; lines: string | null }>(sql.walked),
    marked: database.query<{ rowCount: number; lines: string | null }>(sql.marked),
    missing: database.query<{ key: string }>(sql.missing),
  };
}

/** The shared columns of the key of a deleted row, once for each identity of its node. */
function goneKeys(table: FactTable, key: string, identities: NodeIdentities): readonly Record<string, SqlValue>[] {
  const values = JSON.parse(key) as readonly SqlValue[];
  const named = table.key.map((column, index) => [column, values[index] ?? null] as const);
  const plain = named.filter(([column]) => table.columns[column] !== 'node');
  const node = named.find(([column]) => table.columns[column] === 'node');
  // The facts of a node that was deleted here are not deleted elsewhere: each computer deletes its own.
  const nodes = node === undefined ? [] : node[1] === null ? [''] : identities.identitiesOf(Number(node[1]));
  return node === undefined
    ? [Object.fromEntries(plain)]
    : nodes.map((identity) => ({ ...Object.fromEntries(plain), node: identity }));
}

type Table = ReturnType<typeof prepareTable> & { readonly table: FactTable };

/** PostgreSQL accepts no zero character in a text. */
function clean(lines: string | null): string {
  return (lines ?? '').replaceAll('\0', '');
}

/** The next rows of a table that is sent as a whole. */
function walkBatch({ table, limit, ...of }: Table, identities: NodeIdentities): FactBatch | undefined {
  const walk = of.walk.get();
  if (walk === undefined) return undefined;
  const after = walk.value ?? of.sql.walkStart;
  const end = of.walkedTo.get({ after, skip: limit - 1 })?.reached ?? null;
  const { rowCount = 0, lines = null } = of.walked.get({ after, end }) ?? {};
  const marks = { positions: [], walkedTo: end };
  const upToSending = walk.version - SENT_AGAIN;
  const sweep =
    end === null && table.canGo && upToSending > 0 ? { upToSending, nodes: identities.mainIdentities() } : null;
  const isAgain = walk.version >= SENT_AGAIN;
  return { table: table.name, rowCount, lines: clean(lines), isAgain, sweep, gone: [], marks };
}

/** The next rows of a table that were marked one by one. */
function markBatch({ table, limit, ...of }: Table, identities: NodeIdentities): FactBatch | undefined {
  const noted = of.marks.all({ limit });
  if (noted.length === 0) return undefined;
  const keys = `[${noted.map(({ key }) => key).join(',')}]`;
  const { rowCount = 0, lines = null } = of.marked.get({ keys }) ?? {};
  const gone = table.canGo ? of.missing.all({ keys }).flatMap(({ key }) => goneKeys(table, key, identities)) : [];
  const marks = { positions: noted.map(({ position }) => position), walkedTo: undefined };
  return { table: table.name, rowCount, lines: clean(lines), isAgain: false, sweep: null, gone, marks };
}

function prepareMarks(database: FarmerDatabase) {
  const ofWhole = `entity = @table AND key = '${WHOLE}' AND field = ''`;
  return {
    clear: database.statement('DELETE FROM share_outbox WHERE position IN (SELECT value FROM json_each(@positions))'),
    markWhole: database.statement(`
      INSERT INTO share_outbox (entity, key, field, version, at_ms) VALUES (@table, '${WHOLE}', '', @version, @nowMs)
      ON CONFLICT (entity, key, field) DO UPDATE SET value = NULL, version = min(version, excluded.version)`),
    moveWalk: database.statement(`UPDATE share_outbox SET value = @walkedTo WHERE ${ofWhole}`),
    endWalk: database.statement(`DELETE FROM share_outbox WHERE ${ofWhole}`),
  };
}

/** The facts to send, and the facts received from others. */
export class ShareFacts {
  readonly #database: FarmerDatabase;
  readonly #identities: NodeIdentities;
  readonly #tables: readonly Table[];
  readonly #marks: ReturnType<typeof prepareMarks>;

  constructor(database: FarmerDatabase, identities: NodeIdentities) {
    this.#database = database;
    this.#identities = identities;
    this.#tables = FACT_TABLES.map((table) => ({ table, ...prepareTable(database, table) }));
    this.#marks = prepareMarks(database);
  }

  /**
   * Marks all local facts to be sent.
   * @param lastSending the last sending of this installation that the database has: of what it holds up to there, rows
   *   that are not sent again are marked as deleted; 0 marks none, null where nothing was sent before
   */
  markAll(lastSending: number | null, nowMs: number): void {
    const version = lastSending === null ? 0 : SENT_AGAIN + lastSending;
    for (const { name } of FACT_TABLES) this.#marks.markWhole.run({ table: name, version, nowMs });
  }

  /** The next facts to send. Tables that others refer to come first: a table is begun only once those before it fit. */
  waiting(): readonly FactBatch[] {
    const batches: FactBatch[] = [];
    let rowCount = 0;
    for (const table of this.#tables) {
      for (const batch of [walkBatch(table, this.#identities), markBatch(table, this.#identities)]) {
        if (batch !== undefined) {
          batches.push(batch);
          const { positions, walkedTo } = batch.marks;
          const isMore = positions.length >= table.limit || (walkedTo !== null && walkedTo !== undefined);
          rowCount += isMore ? MOST_ROWS : batch.rowCount;
        }
      }
      if (rowCount >= MOST_ROWS) break;
    }
    return batches;
  }

  markSent({ table, marks: { positions, walkedTo } }: FactBatch): void {
    this.#marks.clear.run({ positions: JSON.stringify(positions) });
    if (walkedTo === null) this.#marks.endWalk.run({ table });
    else if (walkedTo !== undefined) this.#marks.moveWalk.run({ table, walkedTo });
  }

  /** Stores received facts, tables that others refer to first. @param isOwn whether this installation wrote them */
  receive(received: readonly ReceivedFacts[], isOwn: boolean): void {
    for (const { table, sql } of this.#tables) {
      for (const { rows, gone } of received.filter((came) => came.table === table.name)) {
        if (rows !== '[]') for (const text of sql.receive) this.#database.statement(text).run({ rows });
        if (table.name === 'boots' && !isOwn) this.#database.statement(sql.noteWriter).run({ rows });
        if (gone !== '[]' && table.canGo) this.#database.statement(sql.remove).run({ gone });
      }
    }
  }
}
