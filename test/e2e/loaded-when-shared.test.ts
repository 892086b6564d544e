import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { startBuiltWebHost } from '#test/support/web-host.ts';

const CLI = join(import.meta.dirname, '../../out/main/cli.js');
const NOTE_MODULES = join(import.meta.dirname, '../support/note-modules.mjs');
const DRIVER = /node_modules\/(?:pg|pg-[\w-]+|postgres-[\w-]+)\//;

/** The packages of the driver of PostgreSQL in a built file. */
function driverOf(url: string): readonly string[] {
  const map = url.startsWith('file:') ? `${fileURLToPath(url)}.map` : '';
  if (!existsSync(map)) return DRIVER.test(url) ? [url] : [];
  const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { readonly sources: readonly string[] };
  return sources.filter((source) => DRIVER.test(source));
}

describe.runIf(hasPostgres)('the PostgreSQL driver', () => {
  const directory = makeTemporaryDirectory();
  const data = join(directory.path, 'data');
  const env = {
    NODE_OPTIONS: `--import=${NOTE_MODULES}`,
    FARMER_TEST_LOADED: join(directory.path, 'loaded'),
  };
  let postgres: TestPostgres;
  const loaded = () => {
    const urls = readFileSync(env.FARMER_TEST_LOADED, 'utf8').split('\n');
    expect(urls.some((url) => url.includes('/out/main/'))).toBe(true);
    return urls.flatMap(driverOf);
  };
  const run = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [CLI, '--data-dir', data, ...args], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    return loaded();
  };
  const serve = async (call: string) => {
    const host = await startBuiltWebHost({ dataDirectory: data, env });
    const headers = { Authorization: `Bearer ${host.token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${host.url}api/share/${call}`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(200);
    await host.stop();
    return loaded();
  };
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres.close();
    directory.remove();
  });

  // Catches an import that makes everybody who shares nothing pay for the driver: in time, memory and open code.
  it.each([[['nodes']], [['farm']], [['uptime']], [['share', 'status']], [['doctor']]])(
    'is not loaded by farmer %s without sharing',
    (command) => expect(run(...command)).toEqual([]),
  );

  it('is not loaded by the browser host without sharing', async () => {
    expect(await serve('getStatus')).toEqual([]);
  });

  // Catches a test that looks for something that is never found.
  it('is loaded by a command that shares, and by the browser host from then on', async () => {
    expect(run('share', 'connect', await postgres.createDatabase())).not.toEqual([]);
    expect(run('nodes')).toEqual([]);
    expect(await serve('sync')).not.toEqual([]);
  });
});
