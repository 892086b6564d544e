import { createHash } from 'node:crypto';
import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import type { Machine } from './machine.ts';
import { readHardware } from './reader.ts';

/** Fields of systeminformation that name one machine or one person. */
const PRIVATE_KEYS =
  /^(?:serial|UniqueId|serialNum|uuid|hostname|fqdn|mac|ip4|ip6|ip4subnet|ip6subnet|assetTag|sku|label|identifier|local|address|broadcast|smartData|dnsSuffix)$/i;
const ADDRESSES = /\b(?:[\da-f]{2}:){5}[\da-f]{2}\b/gi;

function redact(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (PRIVATE_KEYS.test(key) && typeof part !== 'object') {
        return '';
      }
      if (key === 'PnPDeviceID' && typeof part === 'string') {
        return part.replace(/\\.*/, '\\');
      }
      return typeof part === 'string' ? part.replace(ADDRESSES, '00:00:00:00:00:00') : part;
    }) ?? 'null',
  );
}

/** Lines of a file that no private field can be in, for the files that hold private ones. */
const SHARED_LINES: readonly (readonly [RegExp, RegExp])[] = [
  [/^\/proc\/self\/mounts$/, /^\S+ \/ |fuse\.lxcfs/],
  [/^\/proc\/swaps$/, /^Filename/],
  [/^\/proc\/cmdline$/, /^$/],
  [/^\/run\/udev\/data\/b/, /^E:ID_(?:BUS|TYPE|FS_TYPE|FS_USAGE|PART_TABLE_TYPE)=/],
];

function redactText(path: string, text: string): string {
  if (path === '/proc/1/environ') {
    return /(?:^|\0)(container=[^\0]*)/.exec(text)?.[1] ?? '';
  }
  if (/\/(?:wwid|serial)$/.test(path)) {
    const type = text.includes('.') ? `${text.split('.')[0]}.` : '';
    return `${type}${createHash('sha256').update(text).digest('hex').slice(0, 16)}\n`;
  }
  const shared = SHARED_LINES.find(([pattern]) => pattern.test(path))?.[1];
  const lines =
    shared === undefined
      ? text
      : text
          .split('\n')
          .filter((line) => shared.test(line))
          .join('\n');
  const plain = lines.replace(/^(.*(?:SERIAL|ASSET|UUID).*?[=:]).*$/gim, '$1').replace(ADDRESSES, '00:00:00:00:00:00');
  return path === '/proc/net/route' ? plain.replace(/^(\S+\t[\dA-F]{8}\t)[\dA-F]{8}/gm, '$100000000') : plain;
}

function redactJson(text: string): string {
  try {
    return JSON.stringify(redact(JSON.parse(text)));
  } catch {
    return '';
  }
}

interface Answers {
  readonly calls: Record<string, unknown>;
  readonly files: Record<string, string>;
  readonly binaryFiles: Record<string, string>;
  readonly folders: Set<string>;
  readonly links: Record<string, string>;
  readonly commands: Record<string, string>;
}

/** Folders of the system may hold names of persons and programs. */
function isSharedName(path: string, name: string): boolean {
  switch (path) {
    case '/':
    case '/run':
      return name.endsWith('env') || name === '.flatpak-info';
    case '/dev':
      return /^(?:null|kvm|lxd|incus|\.lx.*)$/.test(name);
    default:
      return true;
  }
}

function redactOutput(command: string, output: string): string {
  return command === 'ip' || command === 'powershell.exe' ? redactJson(output) : redactText(command, output);
}

/** The machine, with everything it answers written down. */
function withAnswers(machine: Machine, answers: Answers): Machine {
  return {
    ...machine,
    async call(name) {
      const answer = await machine.call(name);
      answers.calls[name] = redact(answer);
      return answer;
    },
    async readText(path) {
      const text = await machine.readText(path);
      if (text !== null) {
        answers.files[path] = redactText(path, text);
      }
      return text;
    },
    async readBytes(path) {
      const bytes = await machine.readBytes(path);
      if (bytes !== null) {
        answers.binaryFiles[path] = Buffer.from(bytes).toString('base64');
      }
      return bytes;
    },
    async list(path) {
      const names = await machine.list(path);
      if (names !== null) {
        answers.folders.add(path);
        for (const name of names.filter((entry) => isSharedName(path, entry))) {
          answers.folders.add(`${path}/${name}`.replace('//', '/'));
        }
      }
      return names;
    },
    async realPath(path) {
      const target = await machine.realPath(path);
      if (target !== null) {
        answers.links[path] = target;
      }
      return target;
    },
    async run(command, args, timeoutMs) {
      const output = await machine.run(command, args, timeoutMs);
      if (output !== null) {
        answers.commands[[command, ...args].join(' ')] = redactOutput(command, output);
      }
      return output;
    },
  };
}

/** Reads the machine and keeps what it answers, without serial numbers, addresses and names. */
export async function recordMachine(machine: Machine, title: string, nowMs: () => number): Promise<MachineRecording> {
  const answers: Answers = { calls: {}, files: {}, binaryFiles: {}, folders: new Set(), links: {}, commands: {} };
  await readHardware(withAnswers(machine, answers), { nowMs });
  const recording: MachineRecording = {
    format: 1,
    title,
    platform: machine.platform,
    architecture: machine.architecture,
    isPrivileged: machine.isPrivileged,
    runtime: {
      logicalCores: machine.runtimeLogicalCores,
      cpuModel: machine.runtimeCpuModel,
      memoryBytes: machine.runtimeMemoryBytes,
      kernelRelease: machine.kernelRelease,
    },
    ...answers,
    folders: [...answers.folders].toSorted(),
  };
  const text = JSON.stringify(recording).replace(/((?:en|wl|ww)x)[\da-f]{12}/g, '$1000000000000');
  // The text was just written from a recording.
  return JSON.parse(text) as MachineRecording;
}
