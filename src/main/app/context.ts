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

/** Where an unplanned error is written, with the id that the user sees. */
export interface AppLog {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What every handler may reach. The composition root (`src/main/compose.ts`) makes it; tests make their own. */
export interface AppContext {
  /** Wall clock, milliseconds since 1970. The only clock that handlers use. */
  readonly nowMs: () => number;
  /** The area stores; opens the database at the first call. @throws FarmerError when the data directory is unusable */
  readonly stores: () => Promise<Stores>;
  /** Where stored rows were left out so far, as a person reads it: what is in them cannot be worked with. */
  readonly unreadableRows?: () => readonly string[];
  /** Backups, restores and repairs; works even when the database cannot be opened. */
  readonly dataKeeper: () => Promise<DataKeeper>;
  /** Files that wait for the farmer to agree to their import. */
  readonly incomingFiles: () => Promise<IncomingFiles>;
  /** The machine that Farmer runs on. */
  readonly hardware: HardwareService;
  /** The services of the grid; nothing is sent before one is asked. */
  readonly grid: () => Promise<Grid>;
  /** The channels that alerts go through; nothing is sent before one is asked to. */
  readonly channels: () => Promise<Channels>;
  /** Secrets of the farmer; they leave this computer only to the service that each is for. */
  readonly secrets: SecretStore;
  /** The shared database; nothing is sent before it is opened. */
  readonly share: () => Promise<ShareService>;
  /** Work that would hold up this thread, done in one of its own; it starts at the first task. */
  readonly compute: () => Promise<ComputeThread>;
  /** How the recorder in this process is; null where this process runs none. */
  readonly recorderStatus?: () => RecorderStatus | null;
  /** Hears how far long work is, where somebody waits for it. */
  readonly progress?: (done: number, total: number) => void;
  readonly events: EventHub;
  readonly log: AppLog;
  readonly host: HostKind;
  readonly version: string;
  /** Absolute path of the data directory, whether or not it exists yet. */
  readonly dataDirectory: string;
}
