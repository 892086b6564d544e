import { randomBytes } from 'node:crypto';
import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import type { Machine } from './machine.ts';
import { readHardware } from './reader.ts';
import { redactRecording } from './redact-answers.ts';

interface Answers {
  readonly calls: Record<string, unknown>;
  readonly files: Record<string, string>;
  readonly binaryFiles: Record<string, string>;
  readonly folders: Set<string>;
  readonly links: Record<string, string>;
  readonly commands: Record<string, string>;
}

/** Wraps a machine so that all of its answers are recorded. */
function recordAnswers(machine: Machine, answers: Answers): Machine {
  return {
    ...machine,
    async call(name) {
      const answer = await machine.call(name);
      answers.calls[name] = answer;
      return answer;
    },
    async readText(path) {
      const text = await machine.readText(path);
      if (text !== null) {
        answers.files[path] = text;
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
        names.forEach((name) => answers.folders.add(`${path}/${name}`.replace('//', '/')));
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
        answers.commands[[command, ...args].join(' ')] = output;
      }
      return output;
    },
  };
}

export interface RecordOptions {
  readonly title: string;
  readonly nowMs: () => number;
  /** Names of the machine and its user, which are removed. */
  readonly names: readonly string[];
  /** Default: random for each recording. */
  readonly salt?: string;
}

/** Reads the machine and records its answers without serial numbers, addresses and names. */
export async function recordMachine(machine: Machine, options: RecordOptions): Promise<MachineRecording> {
  const { title, nowMs, names, salt = randomBytes(16).toString('hex') } = options;
  const answers: Answers = { calls: {}, files: {}, binaryFiles: {}, folders: new Set(), links: {}, commands: {} };
  await readHardware(recordAnswers(machine, answers), { nowMs });
  const raw: MachineRecording = {
    format: 1,
    title,
    platform: machine.platform,
    architecture: machine.architecture,
    isPrivileged: machine.isPrivileged,
    runtime: machine.runtime,
    ...answers,
    folders: [...answers.folders],
  };
  return redactRecording(raw, names, salt);
}
