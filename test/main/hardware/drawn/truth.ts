import * as fc from 'fast-check';
import { vi } from 'vitest';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import type { Machine } from '#main/hardware/machine.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { PART_TIMEOUT_MS, readMachine } from '../recordings.ts';

/** What a drawn machine really is. */
export interface Truth {
  readonly disks: readonly {
    readonly name: string;
    readonly bytes: number;
    /** Whether a node would count it. */
    readonly counts: boolean;
    readonly isSsd: boolean;
    readonly isRaid: boolean;
    readonly hasData: boolean;
  }[];
  /** Names of the ports with a cable. */
  readonly wired: readonly string[];
  readonly isGuest: boolean;
  readonly cores: number;
  readonly memoryBytes: number;
}

/** A machine with everything that it would answer. */
export interface DrawnMachine {
  readonly recording: MachineRecording;
  readonly truth: Truth;
  /** Files and links that are always there, since nothing else tells: where a disk hangs, what a port stands for. */
  readonly sure?: readonly string[];
}

/** What may be wrong with one answer. */
const EFFECTS = ['absent', 'empty', 'cut', 'foreign', 'hangs', 'throws'] as const;
type Effect = (typeof EFFECTS)[number];
const FOREIGN = 'Der Befehl ist entweder falsch geschrieben oder konnte nicht gefunden werden.\n';

/** Which answers of a machine go wrong, and how. */
export const missingPieces = fc.array(
  fc.record({ at: fc.nat({ max: 100_000 }), effect: fc.constantFrom(...EFFECTS) }),
  { maxLength: 8 },
);
type MissingPieces = typeof missingPieces extends fc.Arbitrary<infer T> ? T : never;

const never = new Promise<never>(() => undefined);

/** A text that went wrong; files and commands never throw. */
function brokenText(text: string | null, effect: Effect): Promise<string | null> {
  switch (effect) {
    case 'empty':
      return Promise.resolve('');
    case 'cut':
      return Promise.resolve(text === null ? null : text.slice(0, Math.floor(text.length / 2)));
    case 'foreign':
      return Promise.resolve(FOREIGN);
    case 'hangs':
      return never;
    default:
      return Promise.resolve(null);
  }
}

function brokenAnswer(answer: unknown, effect: Effect): Promise<unknown> {
  switch (effect) {
    case 'hangs':
      return never;
    case 'throws':
    case 'absent':
      return Promise.reject(new Error('EPERM'));
    case 'cut':
      return Promise.resolve(Array.isArray(answer) ? [] : {});
    case 'foreign':
      return Promise.resolve(FOREIGN);
    case 'empty':
      return Promise.resolve(null);
    default:
      return effect satisfies never;
  }
}

/** The machine of a recording, some of whose answers go wrong. A file of the kernel is whole or not there. */
function brokenMachine({ recording, sure = [] }: DrawnMachine, pieces: MissingPieces): Machine {
  const { calls, files, folders, links, commands } = recording;
  const inFolders = Object.keys(files).map((path) => path.slice(0, path.lastIndexOf('/')));
  const keys = [
    ...Object.keys(calls).map((name) => `call ${name}`),
    ...Object.keys(commands).map((line) => `run ${line}`),
    ...Object.keys(files).flatMap((path) => (sure.includes(path) ? [] : [`file ${path}`])),
    ...Object.keys(links).flatMap((path) => (sure.includes(path) ? [] : [`link ${path}`])),
    ...[...new Set([...folders, ...inFolders])].map((path) => `list ${path}`),
  ];
  const broken = new Map(pieces.map(({ at, effect }) => [keys[at % keys.length] ?? '', effect]));
  const machine = recordedMachine(recording);
  const orGone = <T>(key: string, read: () => Promise<T | null>): Promise<T | null> => {
    const effect = broken.get(key);
    return effect === undefined ? read() : effect === 'hangs' ? never : Promise.resolve(null);
  };
  return {
    ...machine,
    async call(name) {
      const effect = broken.get(`call ${name}`);
      return effect === undefined ? machine.call(name) : brokenAnswer(await machine.call(name), effect);
    },
    async run(command, args) {
      const effect = broken.get(`run ${[command, ...args].join(' ')}`);
      const output = await machine.run(command, args);
      return effect === undefined ? output : brokenText(output, effect);
    },
    readText: (path) => orGone(`file ${path}`, () => machine.readText(path)),
    list: (path) => orGone(`list ${path}`, () => machine.list(path)),
    realPath: (path) => orGone(`link ${path}`, () => machine.realPath(path)),
  };
}

/** Reads a drawn machine, some of whose answers go wrong; whatever hangs is over by its limit. */
export async function readDrawn(machine: DrawnMachine, pieces: MissingPieces): Promise<HardwareReading> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const reading = readMachine(brokenMachine(machine, pieces));
    await vi.advanceTimersByTimeAsync(PART_TIMEOUT_MS);
    return await reading;
  } finally {
    vi.useRealTimers();
  }
}

/** Figures that are stated as exact and are wrong, and lower bounds above the truth. */
function wrongFigures(reading: HardwareReading, truth: Truth): readonly string[] {
  const sum = (isSsd: boolean) =>
    truth.disks.reduce((bytes, disk) => bytes + (disk.counts && disk.isSsd === isSsd ? disk.bytes : 0), 0);
  const expected = { cru: truth.cores, mruBytes: truth.memoryBytes, sruBytes: sum(true), hruBytes: sum(false) };
  const found = resourcesOf(reading);
  return (['cru', 'mruBytes', 'sruBytes', 'hruBytes'] as const).flatMap((name) => {
    const amount = found[name];
    const isTrue = amount.state === 'known' ? amount.value === expected[name] : amount.atLeast <= expected[name];
    return isTrue ? [] : [`${name}: ${JSON.stringify(amount)}, truly ${expected[name]}`];
  });
}

/** Positive claims about disks, ports and the machine that are not true. */
function falseClaims(reading: HardwareReading, truth: Truth): readonly string[] {
  const { disks, network, virtualisation } = reading.parts;
  const ofDisks = (disks.state === 'known' ? disks.value.disks : []).flatMap((found) => {
    const disk = truth.disks.find(({ name }) => name === found.name);
    return [
      ...(disk?.counts === false && found.kind !== 'unknown' ? [`${found.name} counts as ${found.kind}`] : []),
      ...(found.holdsData === false && disk?.hasData !== false ? [`${found.name} is empty`] : []),
      ...(found.behindRaid === false && disk?.isRaid === true ? [`${found.name} is not behind RAID`] : []),
    ];
  });
  const ofPorts = (network.state === 'known' ? network.value : [])
    .filter(({ name, kind }) => kind === 'wired' && !truth.wired.includes(name))
    .map(({ name }) => `${name} is wired`);
  const isCalledVirtual = virtualisation.state === 'known' ? virtualisation.value.isVirtual : truth.isGuest;
  return [...ofDisks, ...ofPorts, ...(isCalledVirtual === truth.isGuest ? [] : [`virtual ${isCalledVirtual}`])];
}

/** False claims, and wrong figures that are stated as exact: there may be none, whatever a machine fails to answer. */
export function untruths(reading: HardwareReading, truth: Truth): readonly string[] {
  return [...wrongFigures(reading, truth), ...falseClaims(reading, truth)];
}

/** Disks and ports with a cable that the reading lacks: there may be none where a machine answers everything. */
export function losses(reading: HardwareReading, truth: Truth): readonly string[] {
  const { disks, network } = reading.parts;
  const wired = network.state === 'known' ? network.value.filter((port) => port.kind === 'wired') : [];
  const found = new Set([...(disks.state === 'known' ? disks.value.disks : []), ...wired].map(({ name }) => name));
  const counted = truth.disks.filter((disk) => disk.counts).map((disk) => disk.name);
  return [...counted, ...truth.wired].filter((name) => !found.has(name));
}
