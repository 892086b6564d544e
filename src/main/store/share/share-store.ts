import type { ShareProblem } from '#shared/contract/share/share.ts';
import { CHOICE_TABLES } from '#shared/domain/share/choice-tables.ts';
import { FACT_TABLES, type SharedArea } from '#shared/domain/share/fact-tables.ts';
import type { ReceivedFacts, SharedChoice } from '#shared/domain/share/exchange.ts';
import type { FarmerDatabase, QueryParameters } from '#main/store/sql.ts';
import { ensureCapture, stopCapture } from './capture.ts';
import { NodeIdentities } from './node-identities.ts';
import { ShareChoices } from './share-choices.ts';
import { type FactBatch, ShareFacts } from './share-facts.ts';

/** The stored connection to the shared database. */
export interface StoredShare {
  readonly isOn: boolean;
  /** Without a password. */
  readonly url: string;
  readonly farmId: string;
  readonly farmName: string;
  readonly installationId: string;
  readonly installationName: string;
  /** The numbers of the last sending that the database confirmed, and of the one that may be in progress. */
  readonly pushed: number;
  readonly pushing: number;
  readonly lastSuccessMs: number | null;
  readonly problem: ShareProblem | null;
}

/** An installation of the farm, this one included, as it was last seen. */
export interface KnownInstallation {
  readonly installationId: string;
  readonly name: string;
  /** Number of its last sending that was stored here. */
  readonly pulled: number;
  readonly heardAtMs: number;
}

/** How many rows an installation wrote of an area, and when it did so last. */
export interface WrittenRows {
  readonly installationId: string;
  readonly area: SharedArea;
  readonly rows: number;
  readonly lastMs: number;
}

/** The rows to send, in the order in which they are sent. */
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
    // What this installation sent is not read back, unless it was lost here.
    ownPulled: database.statement(`
      UPDATE share_installations SET pulled = @number
      WHERE installation_id = (SELECT installation_id FROM share_connection) AND pulled = @before`),
    pendingImport: database.statement<{ id: number }>('SELECT id FROM imports WHERE is_pending = 1'),
    pullAgain: database.statement('UPDATE share_installations SET pulled = 0'),
    written: database.query<WrittenRows>(`
      SELECT installation_id, area, row_count AS rows, at_ms AS last_ms FROM share_written`),
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

/** What is stored for sharing a farm. */
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
   * Switches sharing on and marks everything to be sent.
   * @param isJoining whether the farm was shared before: its choices then win over the local ones
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

  /** Resumes sharing a farm: local changes are marked to be sent, and everything is read again. */
  resume(connection: QueryParameters, nowMs: number): void {
    this.#database.transaction(() => {
      this.#statements.resume.run(connection);
      ensureCapture(this.#database);
      this.#choices.noteAll(false, nowMs);
      this.#facts.markAll(0, nowMs);
      this.pullAgain();
    });
  }

  /** Switches sharing off; its data stays, so that it can be resumed. */
  end(): void {
    this.#database.transaction(() => {
      this.#statements.setOff.run();
      stopCapture(this.#database);
      this.#database.execute('DELETE FROM share_outbox');
    });
  }

  /** How many rows wait to be sent, and since when. */
  behind(): { readonly rowCount: number; readonly sinceMs: number | null } {
    return this.#statements.behind.get() ?? { rowCount: 0, sinceMs: null };
  }

  installations(): readonly KnownInstallation[] {
    return this.#statements.installations.all();
  }

  /** The next rows to send; choices first, because facts refer to nodes. */
  waiting(nowMs: number): ShareBatch {
    return this.#applying(() => {
      this.#choices.fold(this.#own(), nowMs);
      const choices = this.#choices.waiting(MOST_CHOICES);
      // The rows of an unfinished import are hidden, so that they are not sent before it is finished.
      const isReady = choices.length < MOST_CHOICES && this.#statements.pendingImport.get() === undefined;
      return { choices, facts: isReady ? this.#facts.waiting() : [] };
    });
  }

  /** Notes that a sending may be in progress. */
  setPushing(number: number): void {
    this.#statements.setPushing.run({ number });
  }

  /** The database confirmed a sending. */
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

  /** Sets the last sending that the database has. This installation does not read it back, unless it lost it. */
  setPushed(number: number, before: number): void {
    this.#statements.setPushed.run({ number });
    this.#statements.ownPulled.run({ number, before });
  }

  /** Stores rows again that were deleted here but that other installations still have. */
  takeBack(tables: readonly ReceivedFacts[]): void {
    this.#applying(() => this.#facts.receive(tables, false));
  }

  /** Everything is read again from every installation. */
  pullAgain(): void {
    this.#statements.forgetWritten.run();
    this.#statements.pullAgain.run();
  }

  /** How many rows each installation wrote. */
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
   * Everything is sent again, because the shared database lost some of it.
   * @param lastSending the last sending of this installation that the database still has
   * @param number the next sending gets the number after it: others may have read all up to it
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

  /** Stores facts of an installation up to a sending. */
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

  /** Runs work whose changes are not noted as changes of this installation. */
  #applying<T>(work: () => T): T {
    return this.#database.transaction(() => {
      this.#statements.setApplying.run({ isApplying: true });
      const result = work();
      this.#statements.setApplying.run({ isApplying: false });
      return result;
    });
  }
}
