import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnLinux } from './drawn/linux.ts';
import { drawnMac } from './drawn/mac.ts';
import { losses, missingPieces, readDrawn, untruths } from './drawn/truth.ts';
import { drawnWindows } from './drawn/windows.ts';
import { SEED } from '#test/support/seed.ts';

/** The same machines at each run of the tests; `npm run fuzz` draws others, and more of them. */
const DRAWS = {
  numRuns: Number(process.env['FARMER_FUZZ_INPUTS'] ?? 300),
  seed: SEED,
};

describe.each([
  ['Linux', drawnLinux],
  ['Windows', drawnWindows],
  ['macOS', drawnMac],
] as const)('machines with %s, drawn over raw text', (_, machines) => {
  // Catches a disk lost or counted twice, a sum stated as exact that is wrong, and a claim without evidence.
  it('are read as they are', async () => {
    await fc.assert(
      fc.asyncProperty(machines, async (machine) => {
        const reading = await readDrawn(machine, []);
        expect([...untruths(reading, machine.truth), ...losses(reading, machine.truth)]).toEqual([]);
      }),
      DRAWS,
    );
  });

  // Catches a weaker fallback taken for the first choice, and absence taken as proof.
  it('generated machines with absent, empty, truncated, translated or late answers', async () => {
    await fc.assert(
      fc.asyncProperty(machines, missingPieces, async (machine, pieces) => {
        expect(untruths(await readDrawn(machine, pieces), machine.truth)).toEqual([]);
      }),
      DRAWS,
    );
  });
});

describe('a drawn machine', () => {
  // Catches checks that hold for any reading.
  it('is distinguished from others by the checks', async () => {
    const [machine] = fc.sample(drawnMac, { numRuns: 1, seed: 1 });
    if (machine === undefined) {
      throw new Error('Nothing was drawn.');
    }
    const reading = await readDrawn(machine, []);
    expect(untruths(reading, { ...machine.truth, cores: machine.truth.cores + 1 })).toHaveLength(1);
  });
});
