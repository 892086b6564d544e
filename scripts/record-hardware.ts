// Records what this machine answers to the reader, without serial numbers, addresses and names, for a fault report or
// a test: node scripts/record-hardware.ts FILE "title"
import { writeFileSync } from 'node:fs';
import type { Machine } from '#main/hardware/machine.ts';
import { realMachine } from '#main/hardware/real-machine.ts';
import type { MachineRecording } from '#main/hardware/recorded-machine.ts';
import { readHardware } from '#main/hardware/reader.ts';

/** Fields of systeminformation that name one machine or one person. */
const PRIVATE_KEYS =
  /^(?:serial|serialNum|uuid|hostname|fqdn|mac|ip4|ip6|ip4subnet|ip6subnet|assetTag|sku|label|identifier|local|address|broadcast|smartData|dnsSuffix)$/i;
const ADDRESSES = /\b(?:[\da-f]{2}:){5}[\da-f]{2}\b/gi;

function redact(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (PRIVATE_KEYS.test(key) && typeof part !== 'object') {
        return '';
      }
      return typeof part === 'string' ? part.replace(ADDRESSES, '00:00:00:00:00:00') : part;
    }) ?? 'null',
  );
}

function redactText(path: string, text: string): string {
  const withoutSerials = text
    .replace(/^(.*(?:SERIAL|ASSET|UUID).*?[=:]).*$/gim, '$1')
    .replace(ADDRESSES, '00:00:00:00:00:00');
  if (path === '/proc/self/mounts') {
    return withoutSerials
      .split('\n')
      .filter((line) => line.split(' ')[1] === '/')
      .join('\n');
  }
  return path === '/proc/net/route'
    ? withoutSerials.replace(/^(\S+\t[\dA-F]{8}\t)[\dA-F]{8}/gm, '$100000000')
    : withoutSerials;
}

function redactJson(text: string): string {
  try {
    return JSON.stringify(redact(JSON.parse(text)));
  } catch {
    return '';
  }
}

interface Heard {
  readonly calls: Record<string, unknown>;
  readonly files: Record<string, string>;
  readonly binaryFiles: Record<string, string>;
  readonly folders: Set<string>;
  readonly links: Record<string, string>;
  readonly commands: Record<string, string>;
}

/** The machine, with everything it answers written down. */
function eavesdrop(machine: Machine, heard: Heard): Machine {
  return {
    ...machine,
    async call(name) {
      const answer = await machine.call(name);
      heard.calls[name] = redact(answer);
      return answer;
    },
    async readText(path) {
      const text = await machine.readText(path);
      if (text !== null) {
        heard.files[path] = redactText(path, text);
      }
      return text;
    },
    async readBytes(path) {
      const bytes = await machine.readBytes(path);
      if (bytes !== null) {
        heard.binaryFiles[path] = Buffer.from(bytes).toString('base64');
      }
      return bytes;
    },
    async list(path) {
      const names = await machine.list(path);
      if (names !== null) {
        heard.folders.add(path);
        const isTold = path === '/' || path === '/run' ? (name: string) => name.endsWith('env') : () => true;
        for (const name of names.filter(isTold)) {
          heard.folders.add(`${path}/${name}`.replace('//', '/'));
        }
      }
      return names;
    },
    async realPath(path) {
      const target = await machine.realPath(path);
      if (target !== null) {
        heard.links[path] = target;
      }
      return target;
    },
    async run(command, args) {
      const output = await machine.run(command, args);
      if (output !== null) {
        heard.commands[[command, ...args].join(' ')] = command === 'ip' ? redactJson(output) : output;
      }
      return output;
    },
  };
}

const [file, title = 'A recorded machine'] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('error: no file to write to\nhint: node scripts/record-hardware.ts FILE "title"\n');
  process.exit(2);
}
const heard: Heard = { calls: {}, files: {}, binaryFiles: {}, folders: new Set(), links: {}, commands: {} };
const machine = realMachine();
await readHardware(eavesdrop(machine, heard), { nowMs: Date.now });
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
  calls: heard.calls,
  files: heard.files,
  binaryFiles: heard.binaryFiles,
  folders: [...heard.folders].sort(),
  links: heard.links,
  commands: heard.commands,
};
const text = JSON.stringify(recording, null, 2).replace(/((?:en|wl|ww)x)[\da-f]{12}/g, '$1000000000000');
writeFileSync(file, `${text}\n`);
