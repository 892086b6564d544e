import type { Fact, HardwareReading, Part, ReadingValues } from '#shared/contract/hardware/hardware-reading.ts';
import type { ReadingProgress } from '#shared/contract/hardware/hardware.ts';
import type { ReadingPart } from '#shared/contract/hardware/reading-parts.ts';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import { readFromMac } from './mac-answers.ts';
import type { Machine } from './machine.ts';
import { type ReadFromSystem, openProbe, type Probe, withinTime } from './probe.ts';
import { readBoard } from './read-board.ts';
import { readCpu } from './read-cpu.ts';
import { readDisks } from './read-disks.ts';
import { readFirmware } from './read-firmware.ts';
import { readGpus } from './read-gpus.ts';
import { readMemory } from './read-memory.ts';
import { readNetwork } from './read-network.ts';
import { readOs } from './read-os.ts';
import { readVirtualisation } from './read-virtualisation.ts';
import { readFromWindows } from './windows-answers.ts';

interface PartReader<P extends ReadingPart> {
  /** Its name when it is unavailable. */
  readonly title: string;
  /** Time limit of the part, in ms: longer than that of one call, so that its fallback can run too. */
  readonly timeoutMs: number;
  readonly read: (probe: Probe) => Promise<Fact<ReadingValues[P]>>;
}

/** The reader of every part. A new part needs one entry here and one in the domain's type. */
const PART_READERS: { readonly [P in ReadingPart]: PartReader<P> } = {
  cpu: { title: 'The processor', timeoutMs: 15_000, read: readCpu },
  memory: { title: 'The memory', timeoutMs: 10_000, read: readMemory },
  disks: { title: 'The list of disks', timeoutMs: 20_000, read: readDisks },
  network: { title: 'The list of network interfaces', timeoutMs: 15_000, read: readNetwork },
  virtualisation: { title: 'The search for a hypervisor', timeoutMs: 15_000, read: readVirtualisation },
  firmware: { title: 'The firmware settings', timeoutMs: 15_000, read: readFirmware },
  board: { title: 'The maker and model', timeoutMs: 10_000, read: readBoard },
  os: { title: 'The operating system', timeoutMs: 10_000, read: readOs },
  gpus: { title: 'The list of graphics processors', timeoutMs: 10_000, read: readGpus },
};

export interface ReadOptions {
  /** Wall clock for `takenAtMs`. */
  readonly nowMs: () => number;
  /** Called for each part as soon as it is read; exceptions are ignored. */
  readonly onPart?: (progress: ReadingProgress, fact: Part<unknown>) => void;
  /** Time limit of one systeminformation call in ms. Default: 8 s. */
  readonly callTimeoutMs?: number;
  /** Time limit of all parts in ms, instead of each part's own. */
  readonly partTimeoutMs?: number;
}

/** On Linux, the readers of the parts query the system themselves. */
const readFromSystem: ReadFromSystem = async (probe, name) => {
  switch (probe.platform) {
    case 'darwin':
      return readFromMac(probe, name);
    case 'win32':
      return readFromWindows(probe, name);
    default:
      return null;
  }
};

/**
 * Reads all parts of a machine in parallel, each with its own time limit. Never rejects: a part that hangs, fails or
 * returns invalid data is "unavailable, because …", and the others are not affected.
 */
export async function readHardware(machine: Machine, options: ReadOptions): Promise<HardwareReading> {
  const takenAtMs = options.nowMs();
  const started = performance.now();
  const probe = openProbe(machine, readFromSystem, options.callTimeoutMs);
  let done = 0;

  const readPart = async <P extends ReadingPart>(part: P): Promise<readonly [P, Part<ReadingValues[P]>]> => {
    const { read, timeoutMs, title } = PART_READERS[part];
    const fact = await withinTime(() => read(probe), options.partTimeoutMs ?? timeoutMs, title);
    const timed = { ...fact, durationMs: Math.round(performance.now() - started) };
    done += 1;
    try {
      options.onPart?.({ part, state: fact.state, done, total: READING_PARTS.length }, timed);
    } catch {
      // An exception of the listener must not end the reading.
    }
    return [part, timed];
  };

  const parts = await Promise.all(READING_PARTS.map((part) => readPart(part)));
  try {
    machine.end();
  } catch {
    // A remaining shell process does not affect the reading.
  }
  return {
    format: 1,
    takenAtMs,
    durationMs: Math.round(performance.now() - started),
    // The list holds every part once with its own type, which the type of fromEntries cannot express.
    parts: Object.fromEntries(parts) as HardwareReading['parts'],
  };
}
