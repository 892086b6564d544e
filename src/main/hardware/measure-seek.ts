import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Fact, SeekTime } from '#shared/contract/hardware/hardware-reading.ts';
import { known, unavailable, withinTime } from './probe.ts';

const BLOCK_BYTES = 4096;
/** Allocated memory is aligned to this. */
const ALLOCATION_STEP_BYTES = 16;
const MAX_READS = 256;
const MIN_READS = 20;
/** The first reads may wake up the disk and are not counted. */
const WARM_UP_READS = 2;
const READING_MS = 3000;
const LIMIT_MS = 15_000;
/** The slowest tenth is ignored, because other work on this machine delays single reads. */
const COUNTED_SHARE = 0.9;

export interface MeasureOptions {
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

interface OpenDisk {
  readonly file: FileHandle;
  readonly isUncached: boolean;
  readonly buffer: Uint8Array;
}

/** The path under which the system exposes a whole disk. */
export function devicePath(platform: NodeJS.Platform, name: string): string {
  switch (platform) {
    case 'win32':
      return `\\\\.\\${name}`;
    case 'darwin':
      return `/dev/r${name}`;
    default:
      return `/dev/${name}`;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Direct reads need memory aligned to the block size, which is found by trying. */
async function alignedBuffer(file: FileHandle): Promise<Uint8Array | null> {
  const memory = Buffer.allocUnsafeSlow(2 * BLOCK_BYTES);
  for (let start = 0; start < BLOCK_BYTES; start += ALLOCATION_STEP_BYTES) {
    const buffer = memory.subarray(start, start + BLOCK_BYTES);
    try {
      await file.read(buffer, 0, BLOCK_BYTES, 0);
      return buffer;
    } catch (error) {
      if (codeOf(error) !== 'EINVAL') {
        throw error;
      }
    }
  }
  return null;
}

/**
 * Opens the disk read-only and bypasses the page cache where possible: on Linux by a flag, elsewhere through the raw
 * device.
 */
async function openDisk(path: string): Promise<OpenDisk> {
  const direct = constants.O_DIRECT;
  if (direct !== undefined) {
    const file = await open(path, constants.O_RDONLY | direct).catch((error: unknown) => {
      if (codeOf(error) !== 'EINVAL') {
        throw error;
      }
      return null;
    });
    const buffer = file === null ? null : await alignedBuffer(file);
    if (file !== null && buffer !== null) {
      return { file, isUncached: true, buffer };
    }
    await file?.close();
  }
  return {
    file: await open(path, constants.O_RDONLY),
    isUncached: direct === undefined,
    buffer: Buffer.alloc(BLOCK_BYTES),
  };
}

async function timeReads({ file, buffer }: OpenDisk, blocks: number, signal: AbortSignal): Promise<readonly number[]> {
  const times: number[] = [];
  const endMs = performance.now() + READING_MS;
  for (let read = 0; read < MAX_READS + WARM_UP_READS && !signal.aborted; read += 1) {
    const startedMs = performance.now();
    await file.read(buffer, 0, BLOCK_BYTES, Math.floor(Math.random() * blocks) * BLOCK_BYTES);
    const nowMs = performance.now();
    if (read >= WARM_UP_READS) {
      times.push(nowMs - startedMs);
    }
    if (nowMs >= endMs && times.length >= MIN_READS) {
      break;
    }
  }
  return times;
}

function reasonNotOpened(code: string): string {
  if (code !== 'EACCES' && code !== 'EPERM') {
    return 'The disk itself cannot be opened from here.';
  }
  return process.getuid?.() === 0
    ? 'The system lets nobody read the disk itself from here, as in a container.'
    : 'Only an administrator may read the disk itself: run "farmer check --measure-disks" as one.';
}

async function measure(path: string, sizeBytes: number, { nowMs, signal }: MeasureOptions): Promise<Fact<SeekTime>> {
  let disk: OpenDisk;
  try {
    disk = await openDisk(path);
  } catch (error) {
    return unavailable('hidden', reasonNotOpened(codeOf(error)));
  }
  try {
    const times = await timeReads(disk, Math.floor(sizeBytes / BLOCK_BYTES), signal);
    if (times.length < MIN_READS) {
      return unavailable('failed', 'The measurement was stopped.');
    }
    const counted = times.toSorted((a, b) => a - b).slice(0, Math.ceil(times.length * COUNTED_SHARE));
    const averageUs = Math.round((counted.reduce((sum, ms) => sum + ms, 0) / counted.length) * 1000);
    return known(
      { averageUs, reads: times.length, isUncached: disk.isUncached, measuredAtMs: nowMs() },
      'random reads',
    );
  } finally {
    await disk.file.close();
  }
}

/**
 * Measures the average time of a random 4 KiB read. Opens the disk read-only. Never rejects. Source:
 * docs/hardware.md#seek-time
 */
export function measureSeek(path: string, sizeBytes: number, options: MeasureOptions): Promise<Fact<SeekTime>> {
  return withinTime(() => measure(path, sizeBytes, options), LIMIT_MS, 'The disk');
}
