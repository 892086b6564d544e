import type { MachineRecording } from '#shared/contract/hardware/recording.ts';

/** The systeminformation calls that a reading may make. None of them reads serial numbers alone or reaches a network. */
export const CALL_NAMES = [
  'cpu',
  'mem',
  'memLayout',
  'diskLayout',
  'blockDevices',
  'networkInterfaces',
  'osInfo',
  'system',
  'baseboard',
  'bios',
  'graphics',
] as const;
/** One of {@link CALL_NAMES}. */
export type CallName = (typeof CALL_NAMES)[number];

/**
 * A machine as the reader sees it: the real one, or a recording. Answers are `unknown` on purpose: what a machine says
 * of itself is input like any other, and is checked before it counts.
 */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** `process.arch`. */
  readonly architecture: string;
  /** Whether the reader may see what only an administrator sees. */
  readonly isPrivileged: boolean;
  /** What Node.js itself says of it; numbers are 0 and texts empty where it does not know. */
  readonly runtime: MachineRecording['runtime'];
  /** One systeminformation call. May throw, hang or answer nonsense. */
  call(name: CallName): Promise<unknown>;
  /** Text of a file, or `null` when it is absent or may not be read. Never throws. */
  readText(path: string): Promise<string | null>;
  /** Bytes of a file, or `null` when it is absent or may not be read. Never throws. */
  readBytes(path: string): Promise<Uint8Array | null>;
  /** Names in a folder, or `null` when it is absent or may not be read. Never throws. */
  list(path: string): Promise<readonly string[] | null>;
  /** Where a link leads, or `null`. Never throws. */
  realPath(path: string): Promise<string | null>;
  /** Standard output of a command of the system, or `null` when it is absent, fails or takes over 5 s, or `timeoutMs`. */
  run(command: string, args: readonly string[], timeoutMs?: number): Promise<string | null>;
  /** Ends what the calls have started; called once, after the reading. */
  end(): void;
}
