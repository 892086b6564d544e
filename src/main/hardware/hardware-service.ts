import type { HardwareReading, SeekTime } from '#shared/contract/hardware/hardware-reading.ts';
import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import { keepSeekTimes, withSeekTimes } from '#shared/domain/hardware/seek-time.ts';
import type { Machine } from './machine.ts';
import type { ReadingProgress, ReadOptions } from './reader.ts';
import { createSeekMeasurement, type MeasureDisk, type SeekMeasurement } from './seek-measurement.ts';

/** A measurement begins with a reading of this age at most, ms. */
const MEASURED_AGE_MS = 600_000;

/** A reading with its age. */
export interface AgedReading {
  readonly reading: HardwareReading;
  /** How long ago it was taken, ms; 0 when the clock was set back. */
  readonly ageMs: number;
}

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
  /** The measurement of seek times; the last reading holds what it finds. */
  readonly seekTimes: SeekMeasurement;
  /** Takes over a stored reading at the start; of an older one than the last only measured seek times are kept. */
  remember(reading: HardwareReading): void;
}

/** How readings are made: in this process, in a worker, or from a recording. Never rejects. */
export type ReadMachine = (options: ReadOptions) => Promise<HardwareReading>;

/** What a service is made of. */
export interface HardwareServiceOptions {
  readonly nowMs: () => number;
  /** Called when a reading or a measurement begins, goes on or ends. */
  readonly onChange?: () => void;
  /** Default: the real machine, in this process. */
  readonly read?: ReadMachine;
  /** Measures one disk. Default: the real one. */
  readonly measure?: MeasureDisk;
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

async function openRecording(recording: MachineRecording): Promise<Machine> {
  return (await import('./recorded-machine.ts')).recordedMachine(recording);
}

async function record(title: string, nowMs: () => number): Promise<MachineRecording> {
  const [{ recordMachine }, { privateNames, realMachine }] = await Promise.all([
    import('./record-machine.ts'),
    import('./real-machine.ts'),
  ]);
  return recordMachine(realMachine(), { title, nowMs, names: privateNames() });
}

/** Makes the service. It reads nothing before its first call. */
export function createHardwareService({
  nowMs,
  onChange = () => undefined,
  read = readInProcess(),
  measure,
}: HardwareServiceOptions): HardwareService {
  let last: HardwareReading | null = null;
  let underWay: Promise<HardwareReading> | null = null;
  let progress: ReadingProgress | null = null;

  const readNow = async (): Promise<HardwareReading> => {
    onChange();
    const onPart = (step: ReadingProgress) => {
      progress = step;
      onChange();
    };
    try {
      const fresh = await read({ nowMs, onPart });
      last = last === null ? fresh : keepSeekTimes(fresh, last);
      return last;
    } finally {
      underWay = null;
      progress = null;
      onChange();
    }
  };
  const aged = (): AgedReading | null =>
    last === null ? null : { reading: last, ageMs: Math.max(0, nowMs() - last.takenAtMs) };
  const refresh = (): Promise<HardwareReading> => (underWay ??= readNow());
  const current = async (maxAgeMs: number): Promise<HardwareReading> => {
    const known = aged();
    return known !== null && known.ageMs <= maxAgeMs ? known.reading : refresh();
  };
  const settle = (measured: ReadonlyMap<string, SeekTime>) => {
    last = last === null ? null : withSeekTimes(last, measured);
    return last;
  };
  return {
    last: aged,
    isReading: () => underWay !== null,
    progress: () => progress,
    refresh,
    current,
    seekTimes: createSeekMeasurement({ nowMs, onChange, settle, measure, current: () => current(MEASURED_AGE_MS) }),
    readRecording: (recording) => readInProcess(() => openRecording(recording))({ nowMs }),
    record: (title) => record(title, nowMs),
    remember(reading) {
      last = last === null || last.takenAtMs < reading.takenAtMs ? reading : keepSeekTimes(last, reading);
    },
  };
}
