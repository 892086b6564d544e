import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { certainResources, resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import { CALL_NAMES, type Machine } from '#main/hardware/machine.ts';
import { realMachine } from '#main/hardware/real-machine.ts';
import type { ReadingProgress } from '#shared/contract/hardware/hardware.ts';
import { readHardware } from '#main/hardware/reader.ts';
import { loadRecording, machineOf, PART_TIMEOUT_MS, readMachine, TAKEN_AT_MS, valueOf } from './recordings.ts';

const never = new Promise<never>(() => undefined);
const broken = () => Promise.reject(new Error('EPERM: /secret/path'));

/** A workstation whose answer to one call is replaced. */
function withAnswer(name: string, answer: unknown) {
  const base = machineOf('workstation-ryzen');
  return {
    ...base,
    call: (asked: (typeof CALL_NAMES)[number]) => (asked === name ? Promise.resolve(answer) : base.call(asked)),
  };
}

/** The reading, once the time that one part may take has passed: whatever still hangs holds it up for good. */
async function readOnce(machine: Machine): Promise<HardwareReading> {
  const reading = readMachine(machine);
  await vi.advanceTimersByTimeAsync(PART_TIMEOUT_MS);
  return reading;
}

describe('a machine that does not answer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  // Catches one hanging call that holds up the whole reading.
  it('returns the other parts when calls hang, and names the hanging one', async () => {
    const base = machineOf('workstation-ryzen');
    const reading = await readOnce({
      ...base,
      call: (name) => (name === 'graphics' || name === 'diskLayout' ? never : base.call(name)),
    });
    expect(reading.parts.gpus).toMatchObject({ state: 'unavailable', code: 'timed-out' });
    expect(valueOf(reading.parts.disks).disks).toHaveLength(3);
    expect(reading.parts.cpu.state).toBe('known');
  });

  // Catches a reading that rejects, or that shows 0 for what could not be read.
  it('falls back to the runtime when every call throws', async () => {
    const reading = await readOnce(machineOf('workstation-ryzen', { call: broken }));
    expect(valueOf(reading.parts.cpu)).toMatchObject({ logicalCores: 32, physicalCores: 32 });
    expect(valueOf(reading.parts.memory).usableBytes).toBe(66_571_993_088);
    expect(reading.parts.gpus).toMatchObject({ state: 'unavailable', code: 'failed' });
    expect(JSON.stringify(reading)).not.toContain('/secret/path');
  });

  // Catches the kernel's own list not being used when lsblk is not installed.
  it('reads the disks from the kernel when the library lists none', async () => {
    const recording = loadRecording('workstation-ryzen');
    const sizes = {
      nvme0n1: '3907029168',
      sda: '1953525168',
      sdb: '15628053168',
      sdc: '60063744',
      sr0: '0',
      zram0: '0',
    };
    const files = new Map(Object.entries(recording.files));
    for (const [name, size] of Object.entries(sizes)) {
      files.set(`/sys/block/${name}/size`, `${size}\n`);
    }
    const base = machineOf('workstation-ryzen');
    const reading = await readOnce({
      ...base,
      call: (name) => (name === 'blockDevices' || name === 'diskLayout' ? Promise.resolve([]) : base.call(name)),
      readText: async (path) => files.get(path) ?? null,
      realPath: async (path) => {
        const name = path.slice('/sys/block/'.length);
        return `/sys/devices/pci0000:00/${name === 'sdc' ? 'usb2/2-1' : 'ata1/host0'}/block/${name}`;
      },
    });
    expect(reading.parts.disks).toHaveProperty('source', '/sys/block');
    const { disks, leftOut } = valueOf(reading.parts.disks);
    expect(disks.map((disk) => [disk.name, disk.sizeBytes, disk.kind])).toEqual([
      ['nvme0n1', 2_000_398_934_016, 'ssd'],
      ['sda', 1_000_204_886_016, 'ssd'],
      ['sdb', 8_001_563_222_016, 'hdd'],
    ]);
    expect(leftOut.find((entry) => entry.name === 'sdc')?.code).toBe('usb');
  });

  // Catches a machine that knows nothing: each part must say so, none may be 0.
  it('reports "unavailable" for everything on a machine without answers', async () => {
    const silent = {
      readText: async () => null,
      readBytes: async () => null,
      list: async () => null,
      run: async () => null,
    };
    const reading = await readOnce(
      machineOf('workstation-ryzen', {
        ...silent,
        call: () => never,
        runtime: { logicalCores: 0, memoryBytes: 0, cpuModel: '', kernelRelease: '6.1.0' },
      }),
    );
    for (const part of ['cpu', 'memory', 'disks', 'network', 'virtualisation', 'board', 'os', 'gpus'] as const) {
      const because = expect.stringMatching(/\w+.*\.$/);
      expect({ part, ...reading.parts[part] }).toMatchObject({ part, state: 'unavailable', because });
    }
    expect(Object.values(resourcesOf(reading)).every((amount) => amount.state === 'unavailable')).toBe(true);
  });
});

const STEPS = ['call', 'readText', 'readBytes', 'list', 'realPath', 'run'] as const;
const FAULTS = {
  hangs: () => never,
  rejects: broken,
  throws: () => {
    throw new Error('EPERM: /secret/path');
  },
} as const;

const failToEnd = () => {
  throw new Error('EPERM');
};

describe('each step of a reading', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const faulty = STEPS.flatMap((step) =>
    (['hangs', 'rejects', 'throws'] as const).map((fault) => [step, fault] as const),
  );
  // Catches a step without a limit, and one whose failure rejects the reading as a whole.
  it.each(faulty)('%s that %s still yields every part within its time limit', async (step, fault) => {
    for (const name of ['workstation-ryzen', 'windows-desktop', 'mac-mini-m2'] as const) {
      const reading = readMachine(machineOf(name, { [step]: FAULTS[fault] }));
      await vi.advanceTimersByTimeAsync(PART_TIMEOUT_MS);
      const { parts } = await reading;
      const without = Object.values(parts).filter((part) => part.state === 'unavailable' && part.because === '');
      expect([without, JSON.stringify(parts).includes('/secret/path')]).toEqual([[], false]);
    }
  });

  // Catches a shell that is left running, and one that is ended while a call still needs it.
  it('ends the machine once, after every part has its result', async () => {
    const done: string[] = [];
    const machine = machineOf('windows-desktop', { end: () => void done.push('end') });
    await readHardware(machine, { nowMs: () => 0, onPart: ({ part }) => void done.push(part) });
    expect(done.at(-1)).toBe('end');
    expect(done).toHaveLength(READING_PARTS.length + 1);
  });

  // Catches an ending that takes the reading with it.
  it('is kept although a started process cannot be ended', async () => {
    const machine = machineOf('windows-desktop', { end: failToEnd });
    expect((await readMachine(machine)).parts.cpu.state).toBe('known');
  });
});

describe('a machine that returns invalid data', () => {
  // Catches negative, fractional, NaN and absurd sizes in the sums, and a disk listed twice counted twice.
  it('excludes disks of impossible sizes, and counts no second path', async () => {
    const disk = { type: 'disk', removable: false, protocol: 'sata', model: 'X', physical: 'HDD' };
    const sizes = [-1, Number.NaN, 1.5, 2 ** 63, Number.POSITIVE_INFINITY, null, 'many', 0];
    const blocks = sizes.map((size, index) => ({ ...disk, name: `sdz${index}`, size, serial: `serial-${index}` }));
    const twice = { ...disk, name: 'sda', size: 1_000_204_886_016, serial: 'ABCDEF123' };
    const base = machineOf('workstation-ryzen');
    const reading = await readMachine({
      ...base,
      call: async (name) =>
        name === 'blockDevices'
          ? [...blocks, twice, twice, { ...twice, name: 'sdb' }]
          : name === 'diskLayout'
            ? null
            : base.call(name),
    });
    const { disks, leftOut } = valueOf(reading.parts.disks);
    expect(disks.map((entry) => [entry.name, entry.kind])).toEqual([
      ['sda', 'ssd'],
      ['sdb', 'unknown'],
    ]);
    expect(leftOut.filter((entry) => entry.name.startsWith('sdz')).map((entry) => entry.code)).toEqual([
      ...Array(7).fill('nonsense'),
      'empty',
    ]);
  });

  // Catches the serial numbers that cheap makers repeat on every disk, which are no sign of a second path.
  it('counts two disks that share a serial number of one repeated digit', async () => {
    const disk = { type: 'disk', size: 1_000_204_886_016, removable: false, model: 'X', serial: '0000000000' };
    const reading = await readMachine(
      withAnswer('blockDevices', [
        { ...disk, name: 'sda' },
        { ...disk, name: 'sdb' },
      ]),
    );
    expect(valueOf(reading.parts.disks).disks.filter((entry) => /^sd[ab]$/.test(entry.name))).toHaveLength(2);
  });

  // Catches modules that contradict the memory in use.
  it('rejects modules that add up to less memory than is in use', async () => {
    const base = machineOf('server-dual-xeon');
    const module = { size: 1_073_741_824, bank: 'A1', type: 'DDR4' };
    const reading = await readMachine({
      ...base,
      call: async (name) => (name === 'memLayout' ? [module] : base.call(name)),
    });
    expect(valueOf(reading.parts.memory).installedBytes).toMatchObject({ state: 'unavailable', code: 'nonsense' });
  });

  // Catches any answer whatever that makes the reader throw or hand on an impossible figure.
  it('survives any answer to any call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CALL_NAMES), fc.jsonValue({ maxDepth: 3 }), async (name, answer) => {
        for (const recording of ['workstation-ryzen', 'windows-desktop', 'mac-mini-m2'] as const) {
          const base = machineOf(recording);
          const reading = await readMachine({
            ...base,
            call: async (asked) => (asked === name ? answer : base.call(asked)),
          });
          const certain = certainResources(resourcesOf(reading));
          expect(Object.values(certain).every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('reading progress', () => {
  // Catches a progress that skips a part or never reaches its end.
  it('reports every part once, up to the last', async () => {
    const steps: ReadingProgress[] = [];
    const options = { nowMs: () => TAKEN_AT_MS, onPart: (step: ReadingProgress) => steps.push(step) };
    await readHardware(machineOf('laptop-wifi'), options);
    expect(steps.map((step) => step.done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(steps.map((step) => step.part)).size).toBe(9);
  });
});

describe('this machine', () => {
  // Catches a reader that only works on recordings.
  it('is read, with at least its cores and memory known', async () => {
    const machine = realMachine();
    // However slow it is: no limit of the reader's own comes into play.
    const limits = { callTimeoutMs: 600_000, partTimeoutMs: 600_000 };
    const reading = await readHardware(machine, { nowMs: () => TAKEN_AT_MS, ...limits });
    expect(valueOf(reading.parts.cpu).logicalCores).toBe(machine.runtime.logicalCores);
    expect(valueOf(reading.parts.memory).usableBytes).toBe(machine.runtime.memoryBytes);
    expect(reading.parts.os.state).toBe('known');
  });
});
