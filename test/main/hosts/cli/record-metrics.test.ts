import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { readScrape } from '#test/support/prometheus.ts';
import { exitOf } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const CLI = join(import.meta.dirname, '../../../../src/main/cli.ts');

// Catches a recorder that cannot be watched, one that goes on answering after its end, and metrics for other computers.
it('farmer record --metrics answers a monitoring server until it ends', async () => {
  const directory = makeTemporaryDirectory();
  const args = ['--data-dir', directory.path, 'record', '--metrics', '--metrics-address', '127.0.0.1:0', '--json'];
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let failed = '';
  child.stderr.on('data', (chunk) => (failed += String(chunk)));
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.trimEnd().endsWith('}')) break;
  }
  const { metrics } = JSON.parse(printed) as { metrics: { url: string; token_file: string } };
  expect(metrics.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const authorization = `Bearer ${readFileSync(metrics.token_file, 'utf8').trim()}`;
  const { samples } = readScrape(await (await fetch(metrics.url, { headers: { authorization } })).text());
  expect([...samples.keys()].some((name) => name.startsWith('farmer_node_up{node="local-'))).toBe(true);
  child.kill('SIGTERM');
  expect([await exitOf(child), failed.includes('rror')]).toEqual([0, false]);
  await expect(fetch(metrics.url)).rejects.toThrow('fetch failed');
  directory.remove();
});

it('farmer record refuses an address that is none', async () => {
  const directory = makeTemporaryDirectory();
  for (const address of ['4744', 'localhost:4744', '127.0.0.1:99999', 'db.example.org:1']) {
    const { code, stdout } = await runFarmer(['record', '--metrics-address', address, '--json'], directory.path);
    expect([code, JSON.stringify(jsonOf({ code, stdout, stderr: '' }))]).toEqual([
      2,
      expect.stringContaining('--metrics-address'),
    ]);
  }
  directory.remove();
});
