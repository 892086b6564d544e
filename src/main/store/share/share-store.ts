import type { ShareProblem } from '#shared/contract/share/share.ts';
import { CHOICE_TABLES } from '#shared/domain/share/choice-tables.ts';
import { FACT_TABLES, type SharedArea } from '#shared/domain/share/fact-tables.ts';
import type { ReceivedFacts, SharedChoice } from '#shared/domain/share/exchange.ts';
import type { FarmerDatabase, QueryParameters } from '#main/store/sql.ts';
import { ensureCapture, stopCapture } from './capture.ts';
import { NodeIdentities } from './node-identities.ts';
import { ShareChoices } from './share-choices.ts';
import { type FactBatch, ShareFacts } from './share-facts.ts';

/** The connection to the shared database as it is kept here. */
export interface StoredShare {
  readonly isOn: boolean;
  /** Without a password. */
  readonly url: string;
  readonly farmId: string;
  readonly farmName: string;
  readonly installationId: string;
  readonly installationName: string;
  /** Number of the last sending that the database confirmed, and of the one that may be under way. */
  readonly pushed: number;
  readonly pushing: number;
  readonly lastSuccessMs: number | null;
  readonly problem: ShareProblem | null;
}

/** Another installation of the farm, or this one, as it was heard of last. */
export interface KnownInstallation {
  readonly installationId: string;
  readonly name: string;
  /** Number of its last sending that was taken in here. */
  readonly pulled: number;
  readonly heardAtMs: number;
}

/** How many rows an installation wrote of an area, and when it did so last. */
export interface WrittenRows {
  readonly installationId: string;
  readonly area: SharedArea;
  readonly rowCount: number;
  readonly atMs: number;
}

/** What waits to be sent, in the order in which it is sent. */
export interface ShareBatch {
  readonly choices: readonly SharedChoice[];
  readonly facts: readonly FactBatch[];
}

const MOST_CHOICES = 5000;
const AREAS: ReadonlyMap<string, SharedArea> = new Map(
  [...CHOICE_TABLES, ...FACT_TABLES].map(({ name, area }) => [name, area]),
);

function prepare(database: FarmerDatabase) {
  return {
    state: database.query<StoredShare>(
      `SELECT is_on, url, farm_id, farm_name, installation_id, installation_name, pushed, pushing, last_success_ms,
         problem_json AS problem FROM share_connection`,
      { booleans: ['isOn'], json: ['problem'] },
    ),
    save: database.query(`
      INSERT INTO share_connection (id, is_on, url, farm_id, farm_name, installation_id, installation_name, clock, pushed,
        pushing)
      VALUES (1, 1, @url, @farmId, @farmName, @installationId, @installationName, 0, 0, 0)
      ON CONFLICT (id) DO UPDATE SET is_on = 1, url = excluded.url, farm_id = excluded.farm_id,
        farm_name = excluded.farm_name, installation_id = excluded.installation_id,
        installation_name = excluded.installation_name, pushed = 0, pushing = 0, last_success_ms = NULL,
        problem_json = NULL`),
    resume: database.query(`
      UPDATE share_connection SET is_on = 1, url = @url, farm_name = @farmName, installation_name = @installationName,
        problem_json = NULL`),
    setApplying: database.query('UPDATE share_connection SET is_applying = @isApplying'),
    setPushing: database.statement('UPDATE share_connection SET pushing = @number'),
    setPushed: database.statement('UPDATE share_connection SET pushed = @number, pushing = @number'),
    setOff: database.statement('UPDATE share_connection SET is_on = 0, problem_json = NULL'),
    noteSuccess: database.statement('UPDATE share_connection SET last_success_ms = @nowMs, problem_json = NULL'),
    noteProblem: database.statement('UPDATE share_connection SET problem_json = @problem'),
    behind: database.query<{ rowCount: number; sinceMs: number | null }>(`
      SELECT (SELECT count(*) FROM share_outbox) + (SELECT count(*) FROM share_choices WHERE is_waiting = 1) AS row_count,
        (SELECT min(at_ms) FROM share_outbox) AS since_ms`),
    installations: database.query<KnownInstallation>(
      'SELECT installation_id, name, pulled, heard_at_ms FROM share_installations ORDER BY name, installation_id',
    ),
    hear: database.query(`
      INSERT INTO share_installations (installation_id, name, pulled, heard_at_ms)
      VALUES (@installationId, @name, 0, @heardAtMs)
      ON CONFLICT (installation_id) DO UPDATE SET name = excluded.name, heard_at_ms = excluded.heard_at_ms`),
    setPulled: database.query(
      'UPDATE share_installations SET pulled = @pulled WHERE installation_id = @installationId',
    ),
    // What this installation sent itself is not taken in, unless it lost it.
    ownPulled: database.statement(`
      UPDATE share_installations SET pulled = @number
      WHERE installation_id = (SELECT installation_id FROM share_connection) AND pulled = @before`),
    pendingImport: database.statement<{ id: number }>('SELECT id FROM imports WHERE is_pending = 1'),
    pullAgain: database.statement('UPDATE share_installations SET pulled = 0'),
    written: database.query<WrittenRows>('SELECT installation_id, area, row_count, at_ms FROM share_written'),
    countWritten: database.statement(`
      INSERT INTO share_written (installation_id, area, row_count, at_ms) VALUES (@installationId, @area, @rowCount, @atMs)
      ON CONFLICT (installation_id, area) DO UPDATE SET row_count = row_count + excluded.row_count, at_ms = max(at_ms, excluded.at_ms)`),
    forgetWritten: database.statement('DELETE FROM share_written'),
  };
}

const TABLES = [
  'share_connection',
  'share_outbox',
  'share_choices',
  'share_nodes',
  'share_installations',
  'share_boots',
  'share_written',
];

/** What is shared of an open database. */
export class ShareStore {
  readonly #database: FarmerDatabase;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #choices: ShareChoices;
  readonly #facts: ShareFacts;

  constructor(database: FarmerDatabase) {
    const identities = new NodeIdentities(database);
    this.#database = database;
    this.#statements = prepare(database);
    this.#choices = new ShareChoices(database, identities);
    this.#facts = new ShareFacts(database, identities);
  }

  state(): StoredShare | undefined {
    return this.#statements.state.get();
  }

  /**
   * Switches sharing on; all that is here waits to be sent.
   * @param isJoining whether the farm was there before: its choices then stand over those of here
   */
  begin(connection: QueryParameters, isJoining: boolean, nowMs: number): void {
    this.#database.transaction(() => {
      stopCapture(this.#database);
      for (const table of TABLES) this.#database.execute(`DELETE FROM ${table}`);
      this.#statements.save.run(connection);
      ensureCapture(this.#database);
      this.#choices.noteAll(isJoining, nowMs);
      this.#facts.markAll(null, nowMs);
    });
  }

  /** Goes on with a farm that was shared before: what changed meanwhile waits to be sent, and all is taken in again. */
  resume(connection: QueryParameters, nowMs: number): void {
    this.#database.transaction(() => {
      this.#statements.resume.run(connection);
      ensureCapture(this.#database);
      this.#choices.noteAll(false, nowMs);
      this.#facts.markAll(0, nowMs);
      this.pullAgain();
    });
  }

  /** Switches sharing off; what it knows stays, so that it can go on. */
  end(): void {
    this.#database.transaction(() => {
      this.#statements.setOff.run();
      stopCapture(this.#database);
      this.#database.execute('DELETE FROM share_outbox');
    });
  }

  /** What waits to be sent, and since when. */
  behind(): { readonly rowCount: number; readonly sinceMs: number | null } {
    return this.#statements.behind.get() ?? { rowCount: 0, sinceMs: null };
  }

  installations(): readonly KnownInstallation[] {
    return this.#statements.installations.all();
  }

  /** The next rows to be sent; choices first, because facts refer to nodes. */
  waiting(nowMs: number): ShareBatch {
    return this.#applying(() => {
      this.#choices.fold(this.#own(), nowMs);
      const choices = this.#choices.waiting(MOST_CHOICES);
      // What an import under way brings is not there before it is finished.
      const isReady = choices.length < MOST_CHOICES && this.#statements.pendingImport.get() === undefined;
      return { choices, facts: isReady ? this.#facts.waiting() : [] };
    });
  }

  /** A sending may be under way from now on. */
  setPushing(number: number): void {
    this.#statements.setPushing.run({ number });
  }

  /** The database has what was sent. */
  confirm(batch: ShareBatch, number: number, nowMs: number): void {
    this.#database.transaction(() => {
      const own = this.#own();
      for (const { entity } of batch.choices) this.#count(own, entity, 1, nowMs);
      for (const { table, rowCount, isAgain } of batch.facts) if (!isAgain) this.#count(own, table, rowCount, nowMs);
      this.#choices.markSent(batch.choices);
      for (const sent of batch.facts) this.#facts.markSent(sent);
      this.setPushed(number, number - 1);
    });
  }

  /** The number of the last sending that the database has. What this installation sent is not taken in, unless it lost it. */
  setPushed(number: number, before: number): void {
    this.#statements.setPushed.run({ number });
    this.#statements.ownPulled.run({ number, before });
  }

  /** Rows that this installation took away and that others hold. */
  takeBack(tables: readonly ReceivedFacts[]): void {
    this.#applying(() => this.#facts.receive(tables, false));
  }

  /** Everything of every installation is taken in again. */
  pullAgain(): void {
    this.#statements.forgetWritten.run();
    this.#statements.pullAgain.run();
  }

  /** Who wrote what. */
  written(): readonly WrittenRows[] {
    return this.#statements.written.all();
  }

  #count(installationId: string, table: string, rowCount: number, atMs: number): void {
    const area = AREAS.get(table);
    if (area !== undefined && rowCount > 0) {
      this.#statements.countWritten.run({ installationId, area, rowCount, atMs });
    }
  }

  /**
   * Everything that is here is sent again, because the shared database lost some of it.
   * @param lastSending the last sending of this installation that it still has
   * @param number the next sending is the one after: others may have taken in all before
   */
  pushAgain(lastSending: number, number: number, nowMs: number): void {
    this.#database.transaction(() => {
      this.#choices.sendAll(this.#own());
      this.#facts.markAll(lastSending, nowMs);
      this.setPushed(number, number);
    });
  }

  hear(installation: Omit<KnownInstallation, 'pulled'>): void {
    this.#statements.hear.run({ ...installation });
  }

  receiveChoices(rows: readonly SharedChoice[], nowMs: number): void {
    this.#applying(() => {
      this.#choices.fold(this.#own(), nowMs);
      this.#choices.receive(rows);
      for (const { installationId, entity } of rows) this.#count(installationId, entity, 1, nowMs);
    });
  }

  /** Takes in facts of an installation up to a sending. */
  receiveFacts(installationId: string, pulled: number, tables: readonly ReceivedFacts[], nowMs: number): void {
    this.#applying(() => {
      for (const { table, rowCount } of tables) this.#count(installationId, table, rowCount, nowMs);
      this.#facts.receive(tables, installationId === this.#own());
      this.#statements.setPulled.run({ installationId, pulled });
    });
  }

  noteSuccess(nowMs: number): void {
    this.#statements.noteSuccess.run({ nowMs });
  }

  noteProblem(problem: ShareProblem): void {
    this.#statements.noteProblem.run({ problem: JSON.stringify(problem) });
  }

  #own(): string {
    return this.state()?.installationId ?? '';
  }

  /** Runs work that is not a change of this installation. */
  #applying<T>(work: () => T): T {
    return this.#database.transaction(() => {
      this.#statements.setApplying.run({ isApplying: true });
      const result = work();
      this.#statements.setApplying.run({ isApplying: false });
      return result;
    });
  }
}
