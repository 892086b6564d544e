import type { CallName, Machine } from './machine.ts';

/** What one machine answered, as JSON: the same answers give the same reading anywhere. Source: docs/hardware.md#recordings */
export interface MachineRecording {
  readonly format: 1;
  readonly title: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly isPrivileged: boolean;
  readonly runtime: {
    readonly logicalCores: number;
    readonly cpuModel: string;
    readonly memoryBytes: number;
    readonly kernelRelease: string;
  };
  /** Answers of systeminformation as they came. A call that is missing here fails. */
  readonly calls: Readonly<Partial<Record<CallName, unknown>>>;
  /** Text of files by path. A file that is missing here is absent. */
  readonly files: Readonly<Record<string, string>>;
  /** Bytes of files by path, base64. */
  readonly binaryFiles?: Readonly<Record<string, string>>;
  /** Folders beyond those that hold a file. */
  readonly folders?: readonly string[];
  /** Where links lead. */
  readonly links?: Readonly<Record<string, string>>;
  /** Output of commands by command line. */
  readonly commands?: Readonly<Record<string, string>>;
}

function namesIn(folder: string, paths: readonly string[]): readonly string[] | null {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const inside = paths.filter((path) => path.startsWith(prefix));
  if (inside.length === 0 && !paths.includes(folder)) {
    return null;
  }
  return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))].filter(
    (name) => name !== '',
  );
}

/** A machine that answers from a recording. */
export function recordedMachine(recording: MachineRecording): Machine {
  const { files, binaryFiles = {}, folders = [], links = {}, commands = {}, calls, runtime } = recording;
  const paths = [...Object.keys(files), ...Object.keys(binaryFiles), ...folders];
  return {
    platform: recording.platform,
    architecture: recording.architecture,
    isPrivileged: recording.isPrivileged,
    runtimeLogicalCores: runtime.logicalCores,
    runtimeCpuModel: runtime.cpuModel,
    runtimeMemoryBytes: runtime.memoryBytes,
    kernelRelease: runtime.kernelRelease,
    async call(name) {
      if (!(name in calls)) {
        throw new Error(`The recording holds no answer of ${name}().`);
      }
      return calls[name];
    },
    readText: async (path) => files[path] ?? null,
    readBytes: async (path) => {
      const text = binaryFiles[path];
      return text === undefined ? null : Buffer.from(text, 'base64');
    },
    list: async (path) => namesIn(path, paths),
    realPath: async (path) => links[path] ?? null,
    run: async (command, args) => commands[[command, ...args].join(' ')] ?? null,
    warmUp: async () => () => undefined,
  };
}
