import type { Fact, HardwareReading, Part, ReadingValues } from '#shared/contract/hardware/hardware-reading.ts';
import type { ReadingPart } from '#shared/contract/hardware/reading-parts.ts';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import { askMac } from './mac-answers.ts';
import type { Machine } from './machine.ts';
import { type AskSystem, openProbe, type Probe, withinTime } from './probe.ts';
import { readBoard } from './read-board.ts';
import { readCpu } from './read-cpu.ts';
import { readDisks } from './read-disks.ts';
import { readFirmware } from './read-firmware.ts';
import { readGpus } from './read-gpus.ts';
import { readMemory } from './read-memory.ts';
import { readNetwork } from './read-network.ts';
import { readOs } from './read-os.ts';
import { readVirtualisation } from './read-virtualisation.ts';
import { answerOfWindows } from './windows-answers.ts';

interface PartReader<P extends ReadingPart> {
  /** How it is named when it gives no answer. */
  readonly title: string;
  /** The most that the part may take, in ms; above the limit of one call, so that its fallback still has its turn. */
  readonly timeoutMs: number;
  readonly read: (probe: Probe) => Promise<Fact<ReadingValues[P]>>;
}

/** Every part with its reader. A new part: one entry here and one in the domain's type. */
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

/** One part as soon as it is read: `done` of `total`. */
export interface ReadingProgress {
  readonly part: ReadingPart;
  readonly state: 'known' | 'unavailable';
  readonly done: number;
  readonly total: number;
}

/** How a reading is made. */
export interface ReadOptions {
  /** Wall clock for `takenAtMs`. */
  readonly nowMs: () => number;
  /** Called for each part as soon as it is read; what it throws is ignored. */
  readonly onPart?: (progress: ReadingProgress, fact: Part<unknown>) => void;
  /** Time limit of one systeminformation call in ms. Default: 8 s. */
  readonly callTimeoutMs?: number;
  /** Time limit of one part in ms, instead of each part's own. */
  readonly partTimeoutMs?: number;
}

/** On Linux the readers of the parts query the system themselves. */
const askSystem: AskSystem = async (probe, name) => {
  switch (probe.platform) {
    case 'darwin':
      return askMac(probe, name);
    case 'win32':
      return answerOfWindows(probe, name);
    default:
      return null;
  }
};

/**
 * Reads a machine: all parts at once, each with its own time limit. Never rejects: a part that hangs, fails or answers
 * nonsense is "unavailable, because …"; the others stay.
 */
export async function readHardware(machine: Machine, options: ReadOptions): Promise<HardwareReading> {
  const takenAtMs = options.nowMs();
  const started = performance.now();
  const probe = openProbe(machine, askSystem, options.callTimeoutMs);
  let done = 0;

  const readPart = async <P extends ReadingPart>(part: P): Promise<readonly [P, Part<ReadingValues[P]>]> => {
    const { read, timeoutMs, title } = PART_READERS[part];
    const fact = await withinTime(() => read(probe), options.partTimeoutMs ?? timeoutMs, title);
    const timed = { ...fact, durationMs: Math.round(performance.now() - started) };
    done += 1;
    try {
      options.onPart?.({ part, state: fact.state, done, total: READING_PARTS.length }, timed);
    } catch {
      // The fault of a listener does not end the reading.
    }
    return [part, timed];
  };

  const parts = await Promise.all(READING_PARTS.map((part) => readPart(part)));
  try {
    machine.end();
  } catch {
    // A shell is left over, which does not change the reading.
  }
  return {
    format: 1,
    takenAtMs,
    durationMs: Math.round(performance.now() - started),
    // The list holds every part once, each with its own value: what fromEntries cannot say.
    parts: Object.fromEntries(parts) as HardwareReading['parts'],
  };
}
