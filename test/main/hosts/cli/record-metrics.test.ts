import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { readScrape } from '#test/support/prometheus.ts';
import { exitOf } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const CLI = join(import.meta.dirname, '../../../../src/main/cli.ts');

/** Starts a recorder with `--json`. @returns the process, and where its metrics are */
async function startRecorder(program: string, args: readonly string[]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const errors = { text: '' };
  child.stderr.on('data', (chunk) => (errors.text += String(chunk)));
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.trimEnd().endsWith('}')) break;
  }
  return { child, errors, ...(JSON.parse(printed) as { metrics: { url: string; token_file: string } }) };
}

// Catches a recorder that cannot be watched, one that goes on answering after its end, and metrics for other computers.
it('farmer record --metrics serves metrics until it ends', async () => {
  const directory = makeTemporaryDirectory();
  const args = ['--data-dir', directory.path, 'record', '--metrics', '--metrics-address', '127.0.0.1:0', '--json'];
  const { child, errors, metrics } = await startRecorder(process.execPath, [CLI, ...args]);
  expect(metrics.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const authorization = `Bearer ${readFileSync(metrics.token_file, 'utf8').trim()}`;
  const { samples } = readScrape(await (await fetch(metrics.url, { headers: { authorization } })).text());
  expect([...samples.keys()].some((name) => name.startsWith('farmer_node_up{node="local-'))).toBe(true);
  child.kill('SIGTERM');
  expect([await exitOf(child), errors.text.includes('rror')]).toEqual([0, false]);
  await expect(fetch(metrics.url)).rejects.toThrow('fetch failed');
  directory.remove();
});

it('farmer record refuses an invalid address', async () => {
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

/** The words of a line of a unit as systemd reads them. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) =>
    word.replaceAll(/\\(.)/g, '$1').replaceAll('%%', '%').replaceAll('$$', '$'),
  );

// Catches a service that is installed without the metrics that were asked for, or whose line starts nothing.
it.runIf(process.platform === 'linux')(
  'farmer record --install --metrics writes a unit that starts a recorder with metrics',
  async () => {
    const directory = makeTemporaryDirectory();
    const [home, programs] = [join(directory.path, 'home'), join(directory.path, 'bin')];
    mkdirSync(programs);
    // The system of whoever runs the tests gets no service of them.
    writeFileSync(join(programs, 'systemctl'), `#!/bin/sh\necho "$@" >> ${directory.path}/ran\n`, { mode: 0o755 });
    const args = [
      '--data-dir',
      join(directory.path, 'my data'),
      'record',
      '--metrics-address',
      '127.0.0.1:0',
      '--json',
    ];
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: '', PATH: `${programs}:/usr/bin:/bin` };
    const { status, stdout } = spawnSync(process.execPath, [CLI, ...args, '--metrics', '--install'], {
      env,
      encoding: 'utf8',
    });
    const path = join(home, '.config/systemd/user/farmer-recorder.service');
    expect([status, JSON.parse(stdout)]).toEqual([0, { installed: path, active: true, run_by_hand: null }]);
    expect(readFileSync(join(directory.path, 'ran'), 'utf8')).toContain('--user enable farmer-recorder.service');
    const unit = readFileSync(path, 'utf8');
    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(/^WantedBy=default.target$/m);
    const [program = '', ...words] = wordsOf(/^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '');
    expect(words.slice(-4)).toEqual(['record', '--metrics', '--metrics-address', '127.0.0.1:0']);
    const { child, metrics } = await startRecorder(program, [...words, '--json']);
    expect((await fetch(metrics.url)).status).toBe(401);
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
    const removed = spawnSync(process.execPath, [CLI, 'record', '--uninstall'], { env });
    expect([removed.status, existsSync(path)]).toEqual([0, false]);
    directory.remove();
  },
);
