import { CHOICE_TABLES, CLOCK_LEAD_MS, REMOVED, SAME_AS, STEPS_A_MS } from '#shared/domain/share/choice-tables.ts';
import type { SharedChoice } from '#shared/domain/share/exchange.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { ChoiceRows } from './choice-rows.ts';
import type { NodeIdentities } from './node-identities.ts';

/** The lowest version, of choices made before this computer joined a farm: the farm's own choices win over them. */
const BEFORE_ALL = 1;

const NODE_TABLES = CHOICE_TABLES.filter(({ key }) => key.holds === 'node').map(({ name }) => name);

function prepare(database: FarmerDatabase) {
  return {
    noted: database.query<Omit<SharedChoice, 'installationId'>>(
      `SELECT entity, key, field, value, version FROM share_outbox WHERE field <> '' ORDER BY version`,
    ),
    clear: database.statement(`DELETE FROM share_outbox WHERE field <> ''`),
    // Of equal versions the one of the installation with the greater id wins, so that every computer keeps the same.
    merge: database.query(`
      INSERT INTO share_choices (entity, key, field, value, version, installation_id, is_waiting)
      VALUES (@entity, @key, @field, @value, @version, @installationId, @isWaiting)
      ON CONFLICT (entity, key, field) DO UPDATE SET value = excluded.value, version = excluded.version,
        installation_id = excluded.installation_id, is_waiting = excluded.is_waiting
      WHERE (excluded.version, excluded.installation_id) > (version, share_choices.installation_id)`),
    waiting: database.query<SharedChoice>(`
      SELECT entity, key, field, value, version, installation_id FROM share_choices WHERE is_waiting = 1 LIMIT @limit`),
    sent: database.query(`
      UPDATE share_choices SET is_waiting = 0
      WHERE entity = @entity AND key = @key AND field = @field AND version = @version`),
    ofKey: database.query<SharedChoice>(`
      SELECT entity, key, field, value, version, installation_id FROM share_choices WHERE entity = @entity AND key = @key`),
    one: database.query<SharedChoice>(`
      SELECT entity, key, field, value, version, installation_id FROM share_choices
      WHERE entity = @entity AND key = @key AND field = @field`),
    sendAll: database.statement('UPDATE share_choices SET is_waiting = 1 WHERE installation_id = @own'),
    limitClock: database.statement('UPDATE share_connection SET clock = min(clock, @latest)'),
    sawClock: database.statement('UPDATE share_connection SET clock = max(clock, @version)'),
    tick: database.statement<{ clock: number }>('UPDATE share_connection SET clock = clock + 1 RETURNING clock'),
  };
}

/** Notes every field of every row as a change to send: the choices made before sharing began. */
function noteAll(database: FarmerDatabase, isJoining: boolean, nowMs: number): void {
  for (const { name, key, fields, only = 'true', changedAt } of CHOICE_TABLES) {
    const keyText =
      key.holds === 'bid'
        ? `(SELECT bid_id FROM bids WHERE id = row.${key.column})`
        : `CAST(row.${key.column} AS TEXT)`;
    const chosen = `${changedAt === null ? '@nowMs' : `row.${changedAt}`} * ${STEPS_A_MS}`;
    const version = (field: string) => (isJoining ? `iif(row.${field} IS NULL, 0, ${BEFORE_ALL})` : chosen);
    const selects = Object.keys(fields).map(
      (field) => `
        SELECT '${name}', ${keyText}, '${field}', json_quote(row.${field}), ${version(field)}, @nowMs
        FROM ${name} AS row WHERE ${only} AND ${keyText} IS NOT NULL`,
    );
    const present = `
      SELECT '${name}', ${keyText}, '${REMOVED}', 'false', ${isJoining ? BEFORE_ALL : chosen}, @nowMs
      FROM ${name} AS row WHERE ${only} AND ${keyText} IS NOT NULL`;
    for (const select of [...selects, present]) {
      database
        .statement(`INSERT OR IGNORE INTO share_outbox (entity, key, field, value, version, at_ms) ${select}`)
        .run({ nowMs });
    }
  }
}

/** A choice with the identities that other installations know; undefined where it belongs to nothing that is shared. */
function globalChoice<T extends Omit<SharedChoice, 'installationId'>>(
  choice: T,
  identities: NodeIdentities,
): T | undefined {
  const table = CHOICE_TABLES.find(({ name }) => name === choice.entity);
  const identityOf = (number: unknown) => identities.identitiesOf(Number(number))[0];
  const key = table?.key.holds === 'node' ? identityOf(choice.key) : choice.key;
  if (key === undefined) {
    return undefined;
  }
  const isNode = table?.fields[choice.field] === 'node';
  const identity = isNode ? identityOf(choice.value) : undefined;
  // To every other computer this computer is an imported node.
  const value = choice.field === 'kind' && choice.value === '"this-machine"' ? '"imported"' : choice.value;
  return { ...choice, key, value: isNode ? JSON.stringify(identity ?? null) : value };
}

/** The choices of all installations, and the local rows that are written from them. */
export class ShareChoices {
  readonly #database: FarmerDatabase;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #identities: NodeIdentities;
  readonly #rows: ChoiceRows;

  constructor(database: FarmerDatabase, identities: NodeIdentities) {
    this.#database = database;
    this.#statements = prepare(database);
    this.#identities = identities;
    this.#rows = new ChoiceRows(database, identities);
  }

  /** Notes all choices made before sharing began. @param isJoining whether the choices of the farm win over them */
  noteAll(isJoining: boolean, nowMs: number): void {
    noteAll(this.#database, isJoining, nowMs);
  }

  /** Takes over the local changes that were noted since the last call. */
  fold(own: string, nowMs: number): void {
    const { limitClock, tick, noted, one, clear } = this.#statements;
    // A clock that was far ahead and has been corrected must not win over others for years.
    const latest = (nowMs + CLOCK_LEAD_MS) * STEPS_A_MS;
    limitClock.run({ latest });
    this.#identities.refresh((entity, key, field, value) => {
      const version = tick.get()?.clock ?? 0;
      this.#merge({ entity, key, field, value: JSON.stringify(value), version, installationId: own }, true);
      this.#carry(key, String(value), own);
    });
    const late: SharedChoice[] = [];
    for (const note of noted.all()) {
      const known = globalChoice(note, this.#identities);
      const choice = known && { ...known, version: Math.min(known.version, latest), installationId: own };
      const stands = choice && one.get({ ...choice });
      // An unchanged value is no change; where somebody else made a later one, the row is written again from that.
      if (
        choice !== undefined &&
        (stands === undefined || stands.value !== choice.value) &&
        !this.#merge(choice, true)
      ) {
        late.push(choice);
      }
    }
    clear.run();
    this.#showAll(late);
  }

  waiting(limit: number): readonly SharedChoice[] {
    return this.#statements.waiting.all({ limit });
  }

  markSent(choices: readonly SharedChoice[]): void {
    for (const choice of choices) this.#statements.sent.run({ ...choice });
  }

  /** Marks all choices of this installation to be sent again. */
  sendAll(own: string): void {
    this.#statements.sendAll.run({ own });
  }

  /** Stores choices of others, except where the local one is newer. */
  receive(choices: readonly SharedChoice[]): void {
    const news = choices.filter((choice) => this.#merge(choice, false));
    this.#statements.sawClock.run({ version: Math.max(0, ...choices.map(({ version }) => version)) });
    const keys = new Set(news.filter(({ entity }) => NODE_TABLES.includes(entity)).map(({ key }) => key));
    const moved = [...keys].filter((key) => this.#identities.current(key) !== key);
    this.#showAll(news.filter(({ key }) => !moved.includes(key)));
    for (const key of moved) {
      const target = this.#identities.current(key);
      this.#identities.join(key, target);
      this.#carry(key, target, null);
      this.#showAll(NODE_TABLES.flatMap((entity) => this.#statements.ofKey.all({ entity, key: target })));
    }
  }

  #merge(choice: SharedChoice, isWaiting: boolean): boolean {
    return this.#statements.merge.run({ ...choice, isWaiting }).changes > 0;
  }

  /** Copies the choices made under one identity of a node to the identity that replaced it. */
  #carry(from: string, to: string, own: string | null): void {
    for (const entity of NODE_TABLES) {
      for (const choice of this.#statements.ofKey.all({ entity, key: from })) {
        const installationId = own ?? choice.installationId;
        if (choice.field !== SAME_AS) this.#merge({ ...choice, key: to, installationId }, own !== null);
      }
    }
  }

  #showAll(touched: readonly Pick<SharedChoice, 'entity' | 'key' | 'field'>[]): void {
    const added = new Set<string>();
    for (const table of CHOICE_TABLES) {
      const ofTable = touched.filter(({ entity }) => entity === table.name);
      const changed = Map.groupBy(ofTable, ({ key }) => key);
      // Choices that came before their node are written once the node has been added.
      const keys = NODE_TABLES.includes(table.name) ? [...changed.keys(), ...added] : [...changed.keys()];
      for (const key of new Set(keys)) {
        const fields = added.has(key) ? Object.keys(table.fields) : (changed.get(key) ?? []).map(({ field }) => field);
        const choices = this.#statements.ofKey.all({ entity: table.name, key });
        const isAdded = this.#rows.show(table, key, choices, new Set(fields));
        if (isAdded && table.name === 'nodes') added.add(key);
      }
    }
  }
}
