import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const LONG = 'credit test/golden/credit-vectors.json --account';
const TITAN = 'capacity --cru 8 --mru 32GiB --sru 1000GiB --hru 0';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);

/** What a shell sees of the real command, in a process of its own. */
function shell(line: string) {
  const farmer = `"${process.execPath}" src/main/cli.ts`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line.replaceAll('farmer', farmer)], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, FARMER_DATA_DIR: directory.path, FORCE_COLOR: undefined, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

describe.skipIf(process.platform === 'win32')('output that breaks off', () => {
  it('prints no stack and exits without failure when the reader closes the pipe', () => {
    const { status, stdout, stderr } = shell(`set -o pipefail; farmer ${LONG} | head -1`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Stream .*\n$/);
  });

  it.skipIf(!existsSync('/dev/full'))('an answer that no disk takes is an error in two lines, not a stack', () => {
    expect(shell(`farmer ${TITAN} --json > /dev/full`)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: The answer could not be written whole: the disk is full.\nhint: Send it to another place.\n',
    });
  });

  it.skipIf(!existsSync('/dev/full'))('a message that cannot be shown does not change the exit code', () => {
    expect(shell(`farmer nonsense 2> /dev/full`)).toMatchObject({ status: 2 });
  });
});

describe.skipIf(process.platform === 'win32')('a file called "-"', () => {
  it('reads all of standard input', () => {
    const { status, stdout } = shell(
      `printf 'lp,amount,min_price\\nA,5,0.1\\n' | farmer auction --bids - --max 5 --json`,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: ['A'] });
  });

  it('reads standard input in chunks', () => {
    const machine = '--cru 8 --mru 32GiB --sru 1000GiB --hru 0';
    const rows = `(echo node,timestamp,uptime; sleep 0.2; echo 1,1735604280,5000)`;
    const { status, stdout } = shell(
      `farmer nodes add A ${machine} > /dev/null && ${rows} | farmer uptime import - --format csv --node 1 --json`,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ imported: 1, rejected_count: 0 });
  });
});
