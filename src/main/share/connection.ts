import { Client, types as pgTypes } from 'pg';
import type { ShareAddress } from './address.ts';
import { passwordFromFile } from './password-file.ts';
import { translateShareError } from './problems.ts';

/** How long connecting, and running one statement, may take, in milliseconds. */
const CONNECT_MS = 10_000;
const STATEMENT_MS = 120_000;

const BIGINT = 20;

/** A connection to the shared database. */
export interface ShareConnection {
  /** The rows of one statement as objects. */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs work in one transaction. */
  transaction<T>(mode: 'READ COMMITTED' | 'REPEATABLE READ READ ONLY', work: () => Promise<T>): Promise<T>;
  /** Inserts lines in the text format of COPY. */
  copyIn(sql: string, lines: string): Promise<void>;
  /**
   * Subscribes to notifications that another installation has sent data; `onEnd` is called when the connection ends.
   */
  listen(onNews: (payload: string) => void, onEnd: () => void): Promise<void>;
  readonly isOpen: boolean;
  close(): Promise<void>;
}

/** Versions and times are below 2^53, so that bigint columns fit into numbers. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? Number : pgTypes.getTypeParser(oid, format),
};

function writeAll(stream: NodeJS.WritableStream, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.on('finish', () => resolve());
    stream.end(lines);
  });
}

/** Adapts the client of the driver to {@link ShareConnection}. */
class PostgresConnection implements ShareConnection {
  readonly #client: Client;
  readonly #host: string;
  #isOpen = true;

  constructor(client: Client, host: string) {
    this.#client = client;
    this.#host = host;
    client.on('end', () => (this.#isOpen = false));
    // Without a listener, an error between two statements would end the process.
    client.on('error', () => (this.#isOpen = false));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async connect(): Promise<void> {
    try {
      await this.#translated(() => this.#client.connect());
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#translated(async () => {
      const { rows } = await this.#client.query(sql, [...values]);
      return rows as readonly Row[];
    });
  }

  async transaction<T>(mode: 'READ COMMITTED' | 'REPEATABLE READ READ ONLY', work: () => Promise<T>): Promise<T> {
    await this.query(`BEGIN ISOLATION LEVEL ${mode}`);
    try {
      const result = await work();
      await this.query('COMMIT');
      return result;
    } catch (error) {
      await this.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  copyIn(sql: string, lines: string): Promise<void> {
    return this.#translated(async () => {
      const { from } = await import('pg-copy-streams');
      await writeAll(this.#client.query(from(sql)), lines);
    });
  }

  async listen(onNews: (payload: string) => void, onEnd: () => void): Promise<void> {
    this.#client.on('notification', ({ payload }) => onNews(payload ?? ''));
    this.#client.on('end', onEnd);
    await this.query('LISTEN farmer');
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#client.end().catch(() => undefined);
  }

  async #translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translateShareError(error, this.#host);
    }
  }
}

/**
 * Opens a connection.
 * @param given the password; null takes it from PGPASSWORD or the password file, as other PostgreSQL programs do
 * @throws FarmerError SHARE_FAILED
 */
export async function openShareConnection(address: ShareAddress, given: string | null): Promise<ShareConnection> {
  const { user, ...place } = address;
  const password = given ?? process.env['PGPASSWORD'] ?? passwordFromFile(address, process.env) ?? '';
  const client = new Client({
    ...place,
    ...(user === undefined ? {} : { user }),
    // Passed as a function because the driver's own lookup in the password file is deprecated.
    password: () => password,
    application_name: 'farmer',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + CONNECT_MS,
    keepAlive: true,
    types,
  });
  const connection = new PostgresConnection(client, address.host);
  await connection.connect();
  return connection;
}
