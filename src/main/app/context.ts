import type { HostKind } from '#shared/contract/app/app.ts';
import type { ComputeThread } from '#main/compute/compute-thread.ts';
import type { Grid } from '#main/grid/grid.ts';
import type { HardwareService } from '#main/hardware/hardware-service.ts';
import type { RecorderStatus } from '#main/recorder/recorder.ts';
import type { ShareService } from '#main/share/share.ts';
import type { DataKeeper } from '#main/store/data/data-keeper.ts';
import type { IncomingFiles } from '#main/store/data/incoming-files.ts';
import type { Channels } from '#main/channels/channels.ts';
import type { SecretStore } from '#main/store/secrets/secret-file.ts';
import type { Stores } from '#main/store/stores.ts';
import type { EventHub } from './events.ts';

/** The log for unexpected errors, with the id that the user sees. */
export interface AppLog {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What handlers have access to. It is made by the composition root (`src/main/compose.ts`) or by a test. */
export interface AppContext {
  /** Wall clock, milliseconds since 1970. Handlers use no other clock. */
  readonly nowMs: () => number;
  /**
   * The stores; opens the database at the first call.
   * @throws FarmerError when the data directory is unusable
   */
  readonly stores: () => Promise<Stores>;
  /** The tables and columns with unreadable values so far, for display. */
  readonly unreadableRows?: () => readonly string[];
  /** Backups, restores and repairs; works even when the database cannot be opened. */
  readonly dataKeeper: () => Promise<DataKeeper>;
  /** Files that are waiting for the user to confirm their import. */
  readonly incomingFiles: () => Promise<IncomingFiles>;
  /** The hardware of this computer. */
  readonly hardware: HardwareService;
  /** The services of the grid; nothing is sent until one is called. */
  readonly grid: () => Promise<Grid>;
  /** The channels of alerts; nothing is sent until one is called. */
  readonly channels: () => Promise<Channels>;
  /** The farmer's secrets; each is sent only to the service that it is for. */
  readonly secrets: SecretStore;
  /** The shared database; nothing is sent until it is opened. */
  readonly share: () => Promise<ShareService>;
  /** Runs work that would block this thread in a worker, which is started at the first task. */
  readonly compute: () => Promise<ComputeThread>;
  /** The state of the recorder in this process; null when this process runs none. */
  readonly recorderStatus?: () => RecorderStatus | null;
  /** Receives the progress of long work, where a caller shows it. */
  readonly progress?: (done: number, total: number) => void;
  readonly events: EventHub;
  readonly log: AppLog;
  readonly host: HostKind;
  readonly version: string;
  /** Absolute path of the data directory, which may not exist yet. */
  readonly dataDirectory: string;
}
