import type { MachineRecording } from '#shared/contract/hardware/recording.ts';

/**
 * The systeminformation calls that a reading may use. None of them is only about serial numbers or accesses the
 * network.
 */
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
export type CallName = (typeof CALL_NAMES)[number];

/**
 * The machine to be read: the real one, or a recording. Answers are `unknown` because they are untrusted input and must
 * be validated.
 */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** `process.arch`. */
  readonly architecture: string;
  /** Whether the process has administrator rights. */
  readonly isPrivileged: boolean;
  /** The values known to Node.js itself; an unknown number is 0 and an unknown text empty. */
  readonly runtime: MachineRecording['runtime'];
  /** One systeminformation call. May throw, hang or return invalid data. */
  call(name: CallName): Promise<unknown>;
  /** Text of a file, or `null` when it does not exist or is not readable. Never throws. */
  readText(path: string): Promise<string | null>;
  /** Bytes of a file, or `null` when it does not exist or is not readable. Never throws. */
  readBytes(path: string): Promise<Uint8Array | null>;
  /** Names in a folder, or `null` when it does not exist or is not readable. Never throws. */
  list(path: string): Promise<readonly string[] | null>;
  /** The target of a symbolic link, or `null`. Never throws. */
  realPath(path: string): Promise<string | null>;
  /**
   * Standard output of a system command, or `null` when it does not exist, fails, or takes longer than `timeoutMs`
   * (default 5 s).
   */
  run(command: string, args: readonly string[], timeoutMs?: number): Promise<string | null>;
  /** Stops processes that the calls have started; called once, after the reading. */
  end(): void;
}
