import type { HardwareReading, SeekTime } from '#shared/contract/hardware/hardware-reading.ts';
import type { ReadingProgress } from '#shared/contract/hardware/hardware.ts';
import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import { keepSeekTimes, withSeekTimes } from '#shared/domain/hardware/seek-time.ts';
import type { Machine } from './machine.ts';
import type { ReadOptions } from './reader.ts';
import { createSeekMeasurement, type MeasureDisk, type SeekMeasurement } from './seek-measurement.ts';

/** A measurement starts from a reading of at most this age, ms. */
const MEASURED_AGE_MS = 600_000;

export interface AgedReading {
  readonly reading: HardwareReading;
  /** Age in ms; 0 when the clock was set back. */
  readonly ageMs: number;
}

/** Access to the hardware of this computer. */
export interface HardwareService {
  /** The last reading, or `null` before the first. Returns immediately. */
  last(): AgedReading | null;
  /** Whether a reading is in progress. */
  isReading(): boolean;
  /** Progress of the current reading, or `null`. */
  progress(): ReadingProgress | null;
  /** Reads the hardware again, or joins the current reading, so that there is never more than one. Never rejects. */
  refresh(): Promise<HardwareReading>;
  /** The last reading if it is at most this old, in ms, otherwise a new one. Never rejects. */
  current(maxAgeMs: number): Promise<HardwareReading>;
  /** Evaluates a recorded machine; the last reading stays unchanged. */
  readRecording(recording: MachineRecording): Promise<HardwareReading>;
  /** Records the raw answers of this machine without private fields, for reporting a wrong reading. */
  record(title: string): Promise<MachineRecording>;
  /** Measures seek times and adds the results to the last reading. */
  readonly seekTimes: SeekMeasurement;
  /** Uses a stored reading at the start. If it is older than the last one, only its measured seek times are used. */
  remember(reading: HardwareReading): void;
}

/** How the hardware is read: in this process, in a worker, or from a recording. Never rejects. */
export type ReadMachine = (options: ReadOptions) => Promise<HardwareReading>;

export interface HardwareServiceOptions {
  readonly nowMs: () => number;
  /** Called when a reading or a measurement begins, progresses or ends. */
  readonly onChange?: () => void;
  /** Default: the real machine, in this process. */
  readonly read?: ReadMachine;
  /** Measures one disk. Default: the real one. */
  readonly measure?: MeasureDisk;
}

/** Reads the hardware in this process. The reader is loaded at the first reading, to keep the start fast. */
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

/** Nothing is read before the first call. */
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
