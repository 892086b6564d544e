import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');
const LONG = 'credit test/golden/credit-vectors.json --account';
const TITAN = 'capacity --cru 8 --mru 32GiB --sru 1000GiB --hru 0';

/** What a shell sees of the real command, in a process of its own. */
function shell(line: string) {
  const farmer = `"${process.execPath}" src/main/cli.ts`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line.replaceAll('farmer', farmer)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.skipIf(process.platform === 'win32')('output that breaks off', () => {
  it('a reader that has seen enough leaves no stack and no failure', () => {
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
