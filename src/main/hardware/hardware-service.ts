import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import type { Machine } from './machine.ts';
import type { ReadingProgress, ReadOptions } from './reader.ts';

/** A reading with its age. */
export interface AgedReading {
  readonly reading: HardwareReading;
  /** How long ago it was taken, ms; 0 when the clock was set back. */
  readonly ageMs: number;
}

/** What a listener hears. */
export type HardwareEvent =
  | { readonly type: 'started' }
  | { readonly type: 'progress'; readonly progress: ReadingProgress }
  | { readonly type: 'finished'; readonly reading: HardwareReading };

/** The machine that Farmer runs on, as the app sees it. */
export interface HardwareService {
  /** The last reading at once, or `null` before the first. Never waits. */
  last(): AgedReading | null;
  /** Whether a reading is under way. */
  isReading(): boolean;
  /** Progress of the reading under way, or `null`. */
  progress(): ReadingProgress | null;
  /** Reads the machine again; joins the reading under way, so that there is never more than one. Never rejects. */
  refresh(): Promise<HardwareReading>;
  /** The last reading when it is at most so old, in ms, or else a new one. Never rejects. */
  current(maxAgeMs: number): Promise<HardwareReading>;
  /** What Farmer makes of a recorded machine; the last reading stays. */
  readRecording(recording: MachineRecording): Promise<HardwareReading>;
  /** Records what this machine answers, without private fields, for a report of a wrong reading. */
  record(title: string): Promise<MachineRecording>;
  /** Takes over a stored reading at the start; an older one than the last is ignored. */
  remember(reading: HardwareReading): void;
  /** Calls back on every event until the returned function is called. A listener that throws does not disturb the others. */
  subscribe(listener: (event: HardwareEvent) => void): () => void;
}

/** How readings are made: in this process, in a worker, or from a recording. Never rejects. */
export type ReadMachine = (options: ReadOptions) => Promise<HardwareReading>;

/** What a service is made of. */
export interface HardwareServiceOptions {
  readonly nowMs: () => number;
  /** Default: the real machine, in this process. */
  readonly read?: ReadMachine;
}

/** Reads a machine in this process; the reader is loaded at the first reading, off the start path. */
export function readInProcess(openMachine?: () => Promise<Machine>): ReadMachine {
  return async (options) => {
    const [{ readHardware }, machine] = await Promise.all([
      import('./reader.ts'),
      openMachine === undefined ? import('./real-machine.ts').then((module) => module.realMachine()) : openMachine(),
    ]);
    return readHardware(machine, options);
  };
}

/** Who listens, and how they are told: a listener that throws is dropped and does not disturb the others. */
function createListeners() {
  const listeners = new Set<(event: HardwareEvent) => void>();
  return {
    tell(event: HardwareEvent) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          listeners.delete(listener);
        }
      }
    },
    subscribe(listener: (event: HardwareEvent) => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

async function readRecording(recording: MachineRecording, nowMs: () => number): Promise<HardwareReading> {
  const [{ readHardware }, { recordedMachine }] = await Promise.all([
    import('./reader.ts'),
    import('./recorded-machine.ts'),
  ]);
  return readHardware(recordedMachine(recording), { nowMs });
}

async function record(title: string, nowMs: () => number): Promise<MachineRecording> {
  const [{ recordMachine }, { realMachine }] = await Promise.all([
    import('./record-machine.ts'),
    import('./real-machine.ts'),
  ]);
  return recordMachine(realMachine(), title, nowMs);
}

/** Makes the service. Nothing is read until it is asked. */
export function createHardwareService(options: HardwareServiceOptions): HardwareService {
  const read = options.read ?? readInProcess();
  const listeners = createListeners();
  let last: HardwareReading | null = null;
  let underWay: Promise<HardwareReading> | null = null;
  let progress: ReadingProgress | null = null;

  const readNow = async (): Promise<HardwareReading> => {
    listeners.tell({ type: 'started' });
    const onProgress = (step: ReadingProgress) => {
      progress = step;
      listeners.tell({ type: 'progress', progress: step });
    };
    try {
      last = await read({ nowMs: options.nowMs, onProgress });
      return last;
    } finally {
      underWay = null;
      progress = null;
      if (last !== null) {
        listeners.tell({ type: 'finished', reading: last });
      }
    }
  };
  const aged = (): AgedReading | null =>
    last === null ? null : { reading: last, ageMs: Math.max(0, options.nowMs() - last.takenAtMs) };
  const refresh = (): Promise<HardwareReading> => {
    underWay ??= readNow();
    return underWay;
  };
  return {
    last: aged,
    isReading: () => underWay !== null,
    progress: () => progress,
    refresh,
    async current(maxAgeMs) {
      const known = aged();
      return known !== null && known.ageMs <= maxAgeMs ? known.reading : refresh();
    },
    readRecording: (recording) => readRecording(recording, options.nowMs),
    record: (title) => record(title, options.nowMs),
    remember(reading) {
      if (last === null || last.takenAtMs < reading.takenAtMs) {
        last = reading;
      }
    },
    subscribe: (listener) => listeners.subscribe(listener),
  };
}
