import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import type { Machine } from './machine.ts';

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
  const { files, binaryFiles, folders, links, commands, calls, runtime } = recording;
  const paths = [...Object.keys(files), ...Object.keys(binaryFiles), ...folders];
  return {
    // An unknown platform is read like Linux, and yields nothing.
    platform: recording.platform as NodeJS.Platform,
    architecture: recording.architecture,
    isPrivileged: recording.isPrivileged,
    runtime,
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
    end: () => undefined,
  };
}
