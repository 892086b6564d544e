import { platform } from 'node:os';
import type { MeasuredDisk, Measuring } from '#shared/contract/hardware/hardware.ts';
import type { Disk, Fact, HardwareReading, SeekTime } from '#shared/contract/hardware/hardware-reading.ts';
import { canSettle } from '#shared/domain/hardware/seek-time.ts';
import type { MeasureOptions } from './measure-seek.ts';
import { unavailable } from './probe.ts';

/** Measures the seek time of a disk. Never rejects. */
export type MeasureDisk = (disk: Disk, options: MeasureOptions) => Promise<Fact<SeekTime>>;

interface SeekResult {
  readonly reading: HardwareReading;
  readonly disks: readonly MeasuredDisk[];
}

/** Measures the disks of unknown kind, one after another. */
export interface SeekMeasurement {
  /** Starts a measurement, or joins the current one. */
  start(): Promise<SeekResult>;
  /** Progress of the current measurement, or `null`. */
  progress(): Measuring | null;
  /**
   * Stops the current measurement; results so far are kept.
   * @returns whether there was one
   */
  cancel(): boolean;
}

interface SeekOptions {
  readonly nowMs: () => number;
  /** Default: the real disk. */
  readonly measure: MeasureDisk | undefined;
  /** Called when the measurement begins, progresses or ends. */
  readonly onChange: () => void;
  readonly current: () => Promise<HardwareReading>;
  /** Adds the results to the last reading. */
  readonly settle: (measured: ReadonlyMap<string, SeekTime>) => HardwareReading | null;
}

function describeMeasured(reading: HardwareReading, name: string, fact: Fact<SeekTime>): MeasuredDisk {
  if (fact.state === 'unavailable') {
    return { name, seek: null, because: fact.because };
  }
  const part = reading.parts.disks;
  const disk = part.state === 'known' ? part.value.disks.find((found) => found.name === name) : undefined;
  return { name, seek: fact.value, because: disk?.kindReason ?? '' };
}

async function measureRealDisk(disk: Disk, options: MeasureOptions): Promise<Fact<SeekTime>> {
  const { devicePath, measureSeek } = await import('./measure-seek.ts');
  return measureSeek(devicePath(platform(), disk.name), disk.sizeBytes, options);
}

export function createSeekMeasurement({
  nowMs,
  onChange,
  current,
  settle,
  measure = measureRealDisk,
}: SeekOptions): SeekMeasurement {
  let underWay: { readonly result: Promise<SeekResult>; readonly stop: AbortController } | null = null;
  let progress: Measuring | null = null;

  const measureAll = async (signal: AbortSignal): Promise<SeekResult> => {
    const before = await current();
    const { disks } = before.parts;
    const open = disks.state === 'known' ? disks.value.disks.filter(canSettle) : [];
    const found: (readonly [string, Fact<SeekTime>])[] = [];
    for (const disk of open) {
      progress = { disk: disk.name, done: found.length, total: open.length };
      onChange();
      const stopped = unavailable('failed', 'The measurement was stopped.');
      found.push([disk.name, signal.aborted ? stopped : await measure(disk, { nowMs, signal })]);
    }
    const seeks = found.flatMap(([name, fact]) => (fact.state === 'known' ? [[name, fact.value] as const] : []));
    const reading = settle(new Map(seeks)) ?? before;
    return { reading, disks: found.map(([name, fact]) => describeMeasured(reading, name, fact)) };
  };
  return {
    start() {
      if (underWay === null) {
        const stop = new AbortController();
        const result = measureAll(stop.signal).finally(() => {
          underWay = null;
          progress = null;
          onChange();
        });
        underWay = { result, stop };
      }
      return underWay.result;
    },
    progress: () => progress,
    cancel() {
      underWay?.stop.abort();
      return underWay !== null;
    },
  };
}
