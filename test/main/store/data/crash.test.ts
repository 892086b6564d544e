import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWholeCampaign } from '#test/support/crash/campaign.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

interface Outcome {
  readonly name: string;
  readonly killed: { readonly points: number; readonly judged: number; readonly problems: readonly string[] };
  readonly full: { readonly writes: number; readonly judged: number; readonly problems: readonly string[] };
}

const SHIM = join(import.meta.dirname, '../../../support/crash/fault-shim.c');
const CHILD = join(import.meta.dirname, '../children/crash-points.ts');

let directory: TemporaryDirectory;
let hasShim = false;

beforeAll(() => {
  directory = makeTemporaryDirectory();
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', join(directory.path, 'shim.so'), SHIM, '-ldl', '-lpthread']);
    hasShim = process.platform === 'linux';
  } catch {
    hasShim = false;
  }
});

afterAll(() => directory.remove());

describe('a kill at every file operation, and a full disk at every write', () => {
  // Catches an empty farm after a restore that was cut off, half a copy under a final name, plain text of an encrypted
  // backup that stays, and a full disk that takes the old data along.
  it('leaves the complete old or new data, and no partial files', (context) => {
    if (!hasShim) {
      context.skip('no C compiler for the file operations with faults (Linux only)');
    }
    const output = execFileSync(process.execPath, [CHILD, directory.path, isWholeCampaign() ? '1' : '20'], {
      // A cache of compiled code would be file operations that are not the program's.
      env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1', LD_PRELOAD: join(directory.path, 'shim.so') },
      encoding: 'utf8',
    });
    const outcomes = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Outcome);
    for (const { name, killed, full } of outcomes) {
      process.stdout.write(
        `${name}: ${killed.judged} of ${killed.points} kill points, ${full.judged} of ${full.writes} writes on a full disk\n`,
      );
    }
    expect(
      outcomes.flatMap(({ name, killed, full }) =>
        [...killed.problems, ...full.problems].map((problem) => `${name}: ${problem}`),
      ),
    ).toEqual([]);
    // Without the shim's grip on the file operations there would be nothing to judge.
    expect(outcomes.every(({ killed }) => killed.points > 10)).toBe(true);
    expect(outcomes.length).toBe(12);
  });
});
