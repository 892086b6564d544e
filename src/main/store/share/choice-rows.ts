import type { SharedChoice } from '#shared/domain/share/exchange.ts';
import { assertNever } from '#shared/errors.ts';
import { type ChoiceField, type ChoiceTable, REMOVED, STEPS_A_MS } from '#shared/domain/share/choice-tables.ts';
import type { FarmerDatabase, SqlValue } from '#main/store/sql.ts';
import type { NodeIdentities } from './node-identities.ts';

/** The value of a field; undefined for one that another program wrote, or that refers to a node that is not here. */
function readValue(text: string | null, holds: ChoiceField, identities: NodeIdentities): SqlValue | undefined {
  let value: unknown;
  try {
    value = text === null ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
  if (holds === 'node') {
    return typeof value === 'string' ? identities.nodeOf(value) : undefined;
  }
  if (value === null) {
    return null;
  }
  if (holds === 'integer') {
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
  }
  return typeof value === 'string' ? value : undefined;
}

function prepare(database: FarmerDatabase) {
  return {
    wasKnown: database.statement<{ n: number }>('SELECT node_number AS n FROM share_nodes WHERE identity = @identity'),
    pullAgain: database.statement('UPDATE share_installations SET pulled = 0'),
    bidRow: database.statement<{ id: number }>('SELECT id FROM bids WHERE bid_id = @key'),
    isThisMachine: database.statement<{ id: number }>(`SELECT id FROM nodes WHERE id = @id AND kind = 'this-machine'`),
  };
}

type Values = ReadonlyMap<string, SqlValue>;

/** Writes the rows of the tables of choices from the choices that are in effect. */
export class ChoiceRows {
  readonly #database: FarmerDatabase;
  readonly #identities: NodeIdentities;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: FarmerDatabase, identities: NodeIdentities) {
    this.#database = database;
    this.#identities = identities;
    this.#statements = prepare(database);
  }

  /** Writes a row from its choices. @param changed the fields that may be new @returns whether the row was added */
  show(table: ChoiceTable, key: string, choices: readonly SharedChoice[], changed: ReadonlySet<string>): boolean {
    const known = this.#keyValue(table, key);
    const isThere = known !== undefined && this.#isThere(table, known);
    if (choices.some(({ field, value }) => field === REMOVED && value === 'true')) {
      if (isThere) {
        this.#database.statement(`DELETE FROM ${table.name} WHERE ${table.key.column} = @known`).run({ known });
      }
      return false;
    }
    const values = new Map<string, SqlValue>();
    for (const { field, value } of choices) {
      const holds = table.fields[field];
      const isOld = isThere && !changed.has(field);
      const read = holds === undefined || isOld ? undefined : readValue(value, holds, this.#identities);
      if (read !== undefined) values.set(field, read);
    }
    const atMs = Math.floor(Math.max(0, ...choices.map(({ version }) => version)) / STEPS_A_MS);
    const isComplete = table.required.every((field) => (values.get(field) ?? null) !== null);
    const added = isComplete && !isThere ? this.#add(table, key, values, atMs) : undefined;
    const row = isThere ? known : added;
    if (row !== undefined) this.#update(table, row, values, atMs);
    return added !== undefined;
  }

  #keyValue({ key: { holds } }: ChoiceTable, key: string): SqlValue | undefined {
    switch (holds) {
      case 'node':
        return this.#identities.nodeOf(key);
      case 'bid':
        return this.#statements.bidRow.get({ key })?.id;
      case 'integer':
        return Number(key);
      case 'text':
        return key;
      default:
        return assertNever(holds);
    }
  }

  #isThere({ name, key: { column } }: ChoiceTable, key: SqlValue): boolean {
    return this.#database.statement(`SELECT 1 FROM ${name} WHERE ${column} = @key`).get({ key }) !== undefined;
  }

  #add(table: ChoiceTable, key: string, values: Values, atMs: number): SqlValue | undefined {
    if (table.name !== 'nodes') {
      const value = this.#keyValue(table, key);
      return value === undefined || this.#insert(table, value, values, atMs) === undefined ? undefined : value;
    }
    const id = this.#insert(table, undefined, values, atMs);
    if (id === undefined) {
      return undefined;
    }
    // Facts of a node that was deleted here were skipped when they came.
    if (this.#statements.wasKnown.get({ identity: key }) !== undefined) this.#statements.pullAgain.run();
    this.#identities.bind(key, id);
    return id;
  }

  #insert(table: ChoiceTable, key: SqlValue | undefined, values: Values, atMs: number): number | undefined {
    const written: Record<string, SqlValue> = Object.fromEntries(
      table.required.map((field) => [field, values.get(field) ?? null]),
    );
    // The column with the time of the last change is set here, unless it is itself a shared field.
    if (table.changedAt !== null) written[table.changedAt] ??= atMs;
    if (key !== undefined) written[table.key.column] = key;
    if (table.name === 'bids') Object.assign(written, { is_simulated: 0, is_demo: 0 });
    const names = Object.keys(written);
    const { changes, insertedId } = this.#database
      .statement(`
        INSERT OR IGNORE INTO ${table.name} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`)
      .run(written);
    // A row that violates a constraint of the table was written by another program, and is skipped.
    return changes > 0 ? insertedId : undefined;
  }

  #update(
    { name, key: { column }, fields, changedAt }: ChoiceTable,
    key: SqlValue,
    values: Values,
    atMs: number,
  ): void {
    const isMachine = name === 'nodes' && this.#statements.isThisMachine.get({ id: key }) !== undefined;
    for (const [field, value] of values) {
      if (field !== 'kind' || !isMachine) {
        this.#database
          .statement(`UPDATE OR IGNORE ${name} SET ${field} = @value WHERE ${column} = @key AND ${field} IS NOT @value`)
          .run({ key, value });
      }
    }
    if (changedAt !== null && !Object.hasOwn(fields, changedAt)) {
      this.#database
        .statement(`UPDATE ${name} SET ${changedAt} = max(${changedAt}, @atMs) WHERE ${column} = @key`)
        .run({ key, atMs });
    }
  }
}
