import '#main/english.ts';
import type { Sharing } from '#main/app/share/sharing.ts';
import type { HostKind } from '#shared/contract/app/app.ts';
import type { AppContext, AppLog } from '#main/app/context.ts';
import { createEventHub } from '#main/app/events.ts';
import { createAlerting } from '#main/app/notifications/alerting.ts';
import { startHousekeeping } from '#main/app/data/housekeeping.ts';
import { createHardwareService } from '#main/hardware/hardware-service.ts';
import { readInWorker } from '#main/hardware/worker-reader.ts';
import { resolveDataDirectory } from '#main/store/data-directory.ts';
import type { DataKeeper, DataKeeperOptions } from '#main/store/data/data-keeper.ts';
import type { IncomingFiles } from '#main/store/data/incoming-files.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import type { ComputeThread } from '#main/compute/compute-thread.ts';
import type { Channels, ChannelsOptions } from '#main/channels/channels.ts';
import { createSecretStore, type SecretSealing } from '#main/store/secrets/secret-file.ts';
import type { Grid } from '#main/grid/grid.ts';
import type { Recorder } from '#main/recorder/recorder.ts';
import { openAtFirstCall } from './data-opening.ts';
import type { RecordingOptions } from './recording.ts';
import { VERSION } from './version.ts';

/** What a host decides; everything else follows from it. */
export interface ComposeOptions {
  readonly host: HostKind;
  readonly env: NodeJS.ProcessEnv;
  /** From `--data-dir`; wins over FARMER_DATA_DIR and the platform's convention. */
  readonly dataDir?: string;
  readonly log?: AppLog;
  readonly nowMs?: () => number;
  /** The system's key store, where the host has one; without it secrets are in a private file. */
  readonly sealing?: SecretSealing;
  /** Certificates to trust besides those of the system, for tests. */
  readonly ca?: string;
}

/** The app, wired, and how to close it. */
export interface ComposedApp {
  readonly context: AppContext;
  /** Starts the recorder of this machine in this process, once; later calls give the same one. */
  record(options?: RecordingOptions): Promise<Recorder>;
  /**
   * Closes the database and whatever else is open, and ends what is being computed. Safe to call twice.
   * @param end why a recorder of this process ends; default: the user quits
   */
  close(end?: SpanEnd): Promise<void>;
}

/** A log for hosts whose output is the answer itself. */
const SILENT_LOG: AppLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The recorder of a process: started once; a start that failed is tried again. */
function createRecording(start: (options?: RecordingOptions) => Promise<Recorder>) {
  let recorder: Recorder | undefined;
  let starting: Promise<Recorder> | undefined;
  return {
    status: () => recorder?.status() ?? null,
    start: async (options?: RecordingOptions): Promise<Recorder> => {
      starting ??= start(options);
      try {
        recorder = await starting;
        return recorder;
      } catch (error) {
        starting = undefined;
        throw error;
      }
    },
    /** Waits for one that is only just starting: it would otherwise go on after the end, on a closed database. */
    stop: async (end: SpanEnd): Promise<void> => {
      (await starting?.catch(() => undefined))?.stop(end);
      recorder = undefined;
      starting = undefined;
    },
  };
}

/** Files that wait to be imported, from the first one on. */
function keepIncomingFiles() {
  let loading: Promise<IncomingFiles> | undefined;
  return {
    files: () =>
      (loading ??= import('#main/store/data/incoming-files.ts').then((loaded) => new loaded.IncomingFiles())),
    close: async () => (await loading)?.close(),
  };
}

async function loadDataKeeper(options: DataKeeperOptions): Promise<DataKeeper> {
  const { createDataKeeper } = await import('#main/store/data/data-keeper.ts');
  return createDataKeeper(options);
}

/** Sharing of a process that lives for long, from now or from when it is switched on: its code is loaded only then. */
function createSharing(context: AppContext) {
  let running: Promise<Sharing | undefined> | undefined;
  let unsubscribe: (() => void) | undefined;
  const begin = async () => {
    const { share } = await context.stores();
    if (share.state()?.isOn !== true || unsubscribe === undefined) {
      running = undefined;
      return undefined;
    }
    const { Sharing } = await import('./app/share/sharing.ts');
    return new Sharing(context);
  };
  const look = () => {
    running ??= begin().catch((error: unknown) => {
      context.log.warn('sharing', { error });
      running = undefined;
      return undefined;
    });
  };
  return {
    start: () => {
      unsubscribe ??= context.events.subscribe((topic) => {
        if (topic === 'share') look();
      });
      look();
    },
    stop: async () => {
      unsubscribe?.();
      unsubscribe = undefined;
      await (await running)?.stop();
    },
  };
}

/** What a process does by itself: keeping the house and, where it lives for long, checking and sharing the farm. */
function createRounds(context: AppContext) {
  const alerting = createAlerting(context);
  const sharing = createSharing(context);
  let stopHousekeeping: (() => void) | undefined;
  return {
    start: (livesLong: boolean) => {
      stopHousekeeping ??= startHousekeeping(context);
      if (livesLong) {
        alerting.start();
        sharing.start();
      }
    },
    stop: async () => {
      stopHousekeeping?.();
      alerting.stop();
      await sharing.stop();
    },
  };
}

/** How long a search may take at least, from FARMER_SEARCH_SECONDS: for slow machines, and for proofs without a clock. */
function leastSearchMs({ FARMER_SEARCH_SECONDS: seconds = '' }: NodeJS.ProcessEnv): number {
  return /^\d{1,2}$/.test(seconds) ? Number(seconds) * 1000 : 0;
}

/** The thread for heavy work, loaded at the first task. */
function createCompute(env: NodeJS.ProcessEnv) {
  let loading: Promise<ComputeThread> | undefined;
  let isStopped = false;
  const load = async (): Promise<ComputeThread> => {
    const { createComputeThread } = await import('./compute/compute-thread.ts');
    const thread = createComputeThread(undefined, undefined, leastSearchMs(env));
    if (isStopped) {
      thread.stop();
    }
    return thread;
  };
  return {
    thread: () => (loading ??= load()),
    /** Waits for no task: a search or a measurement is not worth it. Tasks that come later are refused. */
    stop: async () => {
      isStopped = true;
      (await loading?.catch(() => undefined))?.stop();
    },
  };
}

/** The channels of alerts, loaded with the first message. */
function channelsAtFirstCall(options: ChannelsOptions): () => Promise<Channels> {
  let loading: Promise<Channels> | undefined;
  return () => (loading ??= import('./channels/channels.ts').then(({ createChannels }) => createChannels(options)));
}

/** The services of the grid: one client for the whole process, so that no host gets two requests at once. */
function gridAtFirstCall(nowMs: () => number): () => Promise<Grid> {
  let loading: Promise<Grid> | undefined;
  return () => (loading ??= import('./grid/grid.ts').then(({ createGrid }) => createGrid(nowMs)));
}

/**
 * The composition root: the one place where the outside worlds (machine, time, database) are chosen for the
 * app. The database is opened at the first call that needs it; a failed opening is tried again at the next.
 */
export function composeApp(options: ComposeOptions): ComposedApp {
  const dataDirectory = resolveDataDirectory({ env: options.env, platform: process.platform, option: options.dataDir });
  const nowMs = options.nowMs ?? Date.now;
  const log = options.log ?? SILENT_LOG;
  const events = createEventHub();
  const isLongLived = options.host !== 'cli';
  const data = openAtFirstCall({ dataDirectory, nowMs, log, events, onOpened: () => rounds.start(isLongLived) });
  // A command ends with its reading; whoever stays must not block while the machine is read.
  const onChange = () => events.publish('hardware');
  const hardware = createHardwareService({ nowMs, onChange, ...(isLongLived ? { read: readInWorker() } : {}) });
  const recording = createRecording(async (recordingOptions) => {
    const { startRecording } = await import('./recording.ts');
    rounds.start(true);
    return startRecording(context, recordingOptions);
  });
  const secrets = createSecretStore(dataDirectory, options.sealing ?? null);
  const compute = createCompute(options.env);
  const incoming = keepIncomingFiles();
  const context: AppContext = {
    nowMs,
    stores: () => data.stores(),
    unreadableRows: () => data.unreadable(),
    dataKeeper: () => loadDataKeeper({ dataDirectory, nowMs, programVersion: VERSION, secrets }),
    incomingFiles: incoming.files,
    hardware,
    grid: gridAtFirstCall(nowMs),
    channels: channelsAtFirstCall({ nowMs, ca: options.ca }),
    secrets,
    share: async () => (await import('./share/share.ts')).shareService,
    compute: compute.thread,
    recorderStatus: recording.status,
    events,
    log,
    host: options.host,
    version: VERSION,
    dataDirectory,
  };
  const rounds = createRounds(context);
  return {
    context,
    record: recording.start,
    close: async (end = 'quit') => {
      await recording.stop(end);
      await rounds.stop();
      await compute.stop();
      await incoming.close();
      await data.close();
    },
  };
}
