import { readFileSync } from 'node:fs';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import type { Machine } from '#main/hardware/machine.ts';
import { type MachineRecording, recordingSchema } from '#shared/contract/hardware/recording.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { readHardware } from '#main/hardware/reader.ts';

/** Names of the recordings in test/fixtures/hardware. */
export const RECORDING_NAMES = [
  'workstation-ryzen',
  'server-dual-xeon',
  'laptop-wifi',
  'vm-kvm',
  'vm-firecracker',
  'windows-desktop',
  'mac-mini-m2',
  'container-locked',
] as const;
/** One of {@link RECORDING_NAMES}. */
export type RecordingName = (typeof RECORDING_NAMES)[number];

/** When every recorded reading was taken, ms. */
export const TAKEN_AT_MS = 1_750_000_000_000;

/** A recording as it lies on disk. */
export function loadRecording(name: RecordingName): MachineRecording {
  const url = new URL(`../../fixtures/hardware/${name}.json`, import.meta.url);
  return recordingSchema.parse(JSON.parse(readFileSync(url, 'utf8')));
}

/** What a made-up machine answers; what is left out is absent. */
export type RecordedParts = Partial<Pick<MachineRecording, 'calls' | 'files' | 'folders' | 'links' | 'commands'>>;

/** The recording of a made-up machine with 8 cores and 16 GiB. */
export function machineRecording(platform: string, parts: RecordedParts, architecture = 'x64'): MachineRecording {
  return recordingSchema.parse({
    format: 1,
    title: 'made up',
    platform,
    architecture,
    isPrivileged: false,
    runtime: { logicalCores: 8, cpuModel: 'Intel', memoryBytes: 2 ** 34, kernelRelease: '6.1.0' },
    files: {},
    ...parts,
    calls: { cpu: { cores: 8 }, mem: { total: 2 ** 34 }, ...parts.calls },
  });
}

/** The machine of a recording, with some of its answers replaced. */
export function machineOf(name: RecordingName, changes: Partial<Machine> = {}): Machine {
  return { ...recordedMachine(loadRecording(name)), ...changes };
}

/** The most that one part of a recorded machine may take, ms. */
export const PART_TIMEOUT_MS = 400;

/** The reading of a machine, with short time limits. */
export function readMachine(machine: Machine): Promise<HardwareReading> {
  return readHardware(machine, { nowMs: () => TAKEN_AT_MS, callTimeoutMs: 150, partTimeoutMs: PART_TIMEOUT_MS });
}

/** The reading of a recording. */
export function readRecording(name: RecordingName): Promise<HardwareReading> {
  return readMachine(machineOf(name));
}

/** The value of a part; a part that is not known fails the test with its reason. */
export function valueOf<T>(
  fact: { readonly state: 'known'; readonly value: T } | { readonly state: 'unavailable'; readonly because: string },
): T {
  if (fact.state === 'unavailable') {
    throw new Error(`Not known: ${fact.because}`);
  }
  return fact.value;
}
