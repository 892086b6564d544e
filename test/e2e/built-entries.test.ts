import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sendRaw } from '#test/support/raw-http.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { runWebHostToEnd, startBuiltWebHost } from '#test/support/web-host.ts';

const OUT = join(import.meta.dirname, '../../out');

/** Everything that a built file loads, directly or through its chunks, as far as it is named in an import. */
function importsOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const source = readFileSync(file, 'utf8');
  for (const match of source.matchAll(/(?:from|import|import\(|require\()\s*["']([^"']+)["']/g)) {
    const name = match[1] ?? '';
    const path = name.startsWith('.') ? join(dirname(file), name) : name;
    if (!seen.has(path)) {
      seen.add(path);
      if (name.startsWith('.') && existsSync(path)) {
        importsOf(path, seen);
      }
    }
  }
  return seen;
}

describe('the built entries', () => {
  it.each(['cli.js', 'serve.js'])('%s loads no Electron, whatever it comes to load', (entry) => {
    const loaded = [...importsOf(join(OUT, 'main', entry))];
    expect(loaded.length).toBeGreaterThan(10);
    expect(loaded.filter((name) => /^electron(?:\/|$)/.test(name))).toEqual([]);
  });

  // Catches an import that puts a fifth onto the time of every command.
  it('starts each command without the modules that only other commands need', () => {
    const chunks = join(OUT, 'main/chunks');
    const start = readdirSync(chunks).find(
      (name) => /^start-.*\.js$/.test(name) && statSync(join(chunks, name)).size > 50_000,
    );
    const map: unknown = JSON.parse(readFileSync(join(chunks, `${start}.map`), 'utf8'));
    const { sources } = map as { readonly sources: readonly string[] };
    expect(sources.some((source) => source.includes('node_modules/commander/'))).toBe(true);
    expect(
      sources.filter((source) => /node_modules\/(?:zod|fflate|papaparse|i18next|pg|nodemailer)\//.test(source)),
    ).toEqual([]);
    // What the runtime loads for cryptography takes longer than the command's own code.
    const code = readFileSync(join(chunks, String(start)), 'utf8');
    expect(code).toMatch(/^const .*"node:fs"/m);
    expect(code).not.toMatch(/^const .*"node:crypto"/m);
  });

  it('answers a command under plain Node', () => {
    const args = ['capacity', '--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0', '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(OUT, 'main/cli.js'), ...args], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ cu: '7.75', su: '4', cpr: '15.625', binding: 'memory' });
  });

  it('requires only Electron and exposes nothing in the preload script', () => {
    const source = readFileSync(join(OUT, 'preload/index.cjs'), 'utf8');
    expect([...source.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1])).toEqual(['electron']);
    expect(source).not.toMatch(/contextBridge|exposeInMainWorld|ipcRenderer\.(?:invoke|on|sendSync)/);
  });

  it('loads no remote resources and has no inline script in the page', () => {
    const page = readFileSync(join(OUT, 'renderer/index.html'), 'utf8');
    expect(page).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
  });
});

describe('the built browser host as a process', () => {
  it('serves its first page while the hardware is still being read, and exits on SIGTERM', async () => {
    const host = await startBuiltWebHost();
    const headers = { Authorization: `Bearer ${host.token}` };
    expect((await sendRaw({ port: host.port, path: '/', headers })).status).toBe(200);
    expect(await host.stop()).toBe(0);
  });

  it('keeps the script token over a restart, readable only by its owner and absent from the link', async () => {
    const temporary = makeTemporaryDirectory();
    const first = await startBuiltWebHost({ dataDirectory: temporary.path });
    await first.stop();
    const second = await startBuiltWebHost({ dataDirectory: temporary.path });
    expect(second.token).toBe(first.token);
    expect(second.signInUrl).not.toContain(second.token);
    expect(statSync(join(temporary.path, 'web-token')).mode & 0o777).toBe(0o600);
    await second.stop();
    temporary.remove();
  });

  it.each([
    ['a taken port', (port: number) => ['--port', String(port)], 2, 'is taken by another program'],
    ['a port that is none', () => ['--port', '70000'], 2, 'is not a port'],
    ['a word for a port', () => ['--port', 'http'], 2, 'is not a port'],
    ['an unknown option', () => ['--bind', '0.0.0.0'], 2, '--bind'],
  ])('refuses %s with one error, one hint and the documented exit code', async (_what, args, code, message) => {
    const temporary = makeTemporaryDirectory();
    const taken: Server = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const ended = await runWebHostToEnd(temporary.path, { args: args(port) });
    taken.close();
    temporary.remove();
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).toMatch(/^error: .*\nhint: .*\n$/);
  });

  it('refuses a data directory that is a file', async () => {
    const temporary = makeTemporaryDirectory();
    const ended = await runWebHostToEnd(join(import.meta.dirname, 'built-entries.test.ts'));
    temporary.remove();
    expect(ended.code).toBe(5);
    expect(ended.stderr).toMatch(/^error: .*\nhint: .*\n$/m);
  });
});
