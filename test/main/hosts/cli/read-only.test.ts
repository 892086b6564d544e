import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const CLI = join(import.meta.dirname, '../../../../src/main/cli.ts');
const directory = makeTemporaryDirectory();
const data = join(directory.path, 'data');
const out = join(directory.path, 'out');
const passphraseFile = join(directory.path, 'passphrase');
const NOBODY = 65_534;

/** Root may write everywhere: then somebody else runs the command. */
function farmer(...argv: readonly string[]) {
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, '--data-dir', data, ...argv], {
    encoding: 'utf8',
    env: { NO_COLOR: '1', PATH: process.env['PATH'] ?? '' },
    ...user,
  });
  return { code: status, stdout, stderr };
}

beforeAll(async () => {
  await runFarmer(['demo'], data);
  mkdirSync(out);
  writeFileSync(passphraseFile, 'correct horse battery');
  chmodSync(directory.path, 0o755);
  chmodSync(out, 0o777);
  for (const name of readdirSync(data)) chmodSync(join(data, name), 0o444);
  chmodSync(data, 0o555);
});
afterAll(() => {
  chmodSync(data, 0o755);
  directory.remove();
});

const canRun = () => farmer('--version').code === 0;

describe.skipIf(process.platform === 'win32')('a data directory in which nothing can be written', () => {
  // Catches a read-only disk that refuses even what only reads, and a change that is lost in silence.
  it('reads, exports and backs up a read-only farm, and refuses to write', async (context) => {
    if (!canRun()) context.skip('another user cannot run this copy of the program');
    const before = readFileSync(join(data, 'farmer.sqlite'));
    for (const argv of [['nodes'], ['farm'], ['receipts'], ['export', '--format', 'json']]) {
      expect([argv, farmer(...argv)]).toMatchObject([argv, { code: 0, stderr: '' }]);
    }
    expect(farmer('nodes').stdout).toContain('Attic server');
    expect(farmer('nodes', 'add', 'x', '--cru', '1', '--mru', '4GiB', '--sru', '1TiB', '--hru', '0').code).toBe(5);
    const plain = join(out, 'plain.sqlite');
    const encrypted = join(out, 'encrypted.farmerbackup');
    expect(farmer('backup', plain)).toMatchObject({ code: 0 });
    expect(farmer('backup', encrypted, '--passphrase-file', passphraseFile)).toMatchObject({ code: 0 });
    expect(readdirSync(out).toSorted()).toEqual(['encrypted.farmerbackup', 'plain.sqlite']);
    expect(readFileSync(encrypted).includes('Attic server')).toBe(false);
    expect(readFileSync(join(data, 'farmer.sqlite')).equals(before)).toBe(true);
    expect(existsSync(join(data, 'set-aside'))).toBe(false);
    for (const file of [plain, encrypted]) {
      const restored = join(directory.path, `restored-${file === plain ? 'plain' : 'encrypted'}`);
      expect((await runFarmer(['restore', file, '--passphrase-file', passphraseFile], restored)).code).toBe(0);
      expect((await runFarmer(['nodes'], restored)).stdout).toContain('Attic server');
    }
  });
});

describe.skipIf(process.platform === 'win32')('a data directory that cannot be entered', () => {
  // Catches "the system does not allow access to a file" with the exit code of wrong input, from the doctor too.
  it('is reported, also by the doctor', (context) => {
    if (!canRun()) context.skip('another user cannot run this copy of the program');
    chmodSync(data, 0o600);
    const [nodes, doctor] = [farmer('nodes'), farmer('doctor')];
    chmodSync(data, 0o555);
    const finding = 'The data directory cannot be entered or made: permission denied.';
    expect(nodes).toMatchObject({ code: 5, stderr: expect.stringContaining(`error: ${finding}\n`) });
    expect(doctor).toMatchObject({ code: 5, stdout: expect.stringContaining(finding), stderr: '' });
  });
});
