import { describe, expect, it } from 'vitest';
import { toPlain } from '#shared/decimal.ts';
import type { HardwareChange } from '#shared/contract/hardware/hardware.ts';
import { compareReadings } from '#shared/domain/hardware/hardware-change.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { DIY_POLICY } from '#shared/domain/rules/policies.ts';
import { DEFAULT_REWARD_TERMS } from '#shared/domain/earnings/reward-terms.ts';
import { disk, known, memoryModule, missing, TITAN_PARTS, titanReading, valueOf } from '#test/support/readings.ts';
import { inEnglish } from '#shared/message.ts';

const GIB = 2 ** 30;
const memory = valueOf(TITAN_PARTS.memory);
const firmware = valueOf(TITAN_PARTS.firmware);
const disks = valueOf(TITAN_PARTS.disks);
const halfMemory = titanReading({
  memory: known({
    usableBytes: 16 * GIB,
    installedBytes: known(16 * GIB),
    modules: known([memoryModule('A1', 16)]),
  }),
});
const said = (change: HardwareChange | null) => (change === null ? null : inEnglish(change.sentence));
const sentence = (after: HardwareReading, before = titanReading()) =>
  said(compareReadings(before, after, DEFAULT_REWARD_TERMS));

describe('changes between two readings', () => {
  it('include the missing module and its cost: 4 CU less are 120 TFT', () => {
    const change = compareReadings(titanReading(), halfMemory, DEFAULT_REWARD_TERMS);
    expect(said(change)).toBe('a 16 GiB module is missing: CU 7.75 → 3.75, −120.00 TFT a month');
    expect(change?.worth && toPlain(change.worth.tftPerMonth)).toBe('-120');
    expect(change?.parts.map(({ part, kind }) => [part, kind])).toEqual([['memory', 'missing']]);
  });

  it('include the gain when it is back', () => {
    expect(sentence(titanReading(), halfMemory)).toBe('a 16 GiB module is new: CU 3.75 → 7.75, +120.00 TFT a month');
  });

  it('are priced by the node’s own terms', () => {
    const terms = { certification: 'certified', policy: DIY_POLICY, connectionPriceMusd: 40 } as const;
    expect(said(compareReadings(titanReading(), halfMemory, terms))).toContain('−300.00 TFT');
  });

  it('are empty when modules sit in other slots, disks are listed in another order, or memory varies slightly', () => {
    const swapped = known({ ...memory, modules: known([memoryModule('B1', 16), memoryModule('B2', 16)]) });
    const wobbling = known({ ...memory, usableBytes: memory.usableBytes - 1024 * 1024 });
    const two = [disk('sda', 500 * GIB, 'ssd'), disk('sdb', 900 * GIB, 'hdd')];
    const [forward, backward] = [two, two.toReversed()].map((list) =>
      titanReading({ disks: known({ disks: list, leftOut: [] }) }),
    );
    expect(sentence(titanReading({ memory: swapped }))).toBe(null);
    expect(sentence(titanReading({ memory: wobbling }))).toBe(null);
    expect(forward && backward && sentence(backward, forward)).toBe(null);
  });

  it('count equal disks', () => {
    const four = Array.from({ length: 4 }, (_, index) => disk(`sd${index}`, 4_000_000_000_000, 'hdd'));
    const after = titanReading({ disks: known({ disks: [...disks.disks, ...four], leftOut: [] }) });
    expect(sentence(after)).toMatch(/^4 × 4000 GB HDD are new: SU 4 → /);
  });

  it('contain no invented figure when the disks could not be read this time', () => {
    const change = compareReadings(titanReading(), titanReading({ disks: missing() }), DEFAULT_REWARD_TERMS);
    expect(change?.worth).toBe(null);
    expect(said(change)).toBe(
      'the list of disks could not be read this time: what it means for CU and SU is not known',
    );
  });

  it('include a changed firmware setting, without a change in units', () => {
    const off = { state: 'off', because: 'test', howToLook: 'test' } as const;
    expect(sentence(titanReading({ firmware: known({ ...firmware, virtualisation: off }) }))).toBe(
      'virtualisation is off instead of on: the same CU and SU',
    );
  });
});
