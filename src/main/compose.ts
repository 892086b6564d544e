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
import { createLazyStores } from './lazy-stores.ts';
import type { RecordingOptions } from './recording.ts';
import { VERSION } from './version.ts';

/** What differs between hosts. */
export interface ComposeOptions {
  readonly host: HostKind;
  readonly env: NodeJS.ProcessEnv;
  /** From `--data-dir`; takes precedence over FARMER_DATA_DIR and the platform's default. */
  readonly dataDir?: string;
  readonly log?: AppLog;
  readonly nowMs?: () => number;
  /** The key store of the operating system; without one, secrets are stored in a private file. */
  readonly sealing?: SecretSealing;
  /** Certificates to trust besides those of the system, for tests. */
  readonly ca?: string;
}

/** The wired application. */
export interface ComposedApp {
  readonly context: AppContext;
  /** Starts the recorder in this process. Later calls return the same recorder. */
  record(options?: RecordingOptions): Promise<Recorder>;
  /**
   * Stops background work and closes the database. Safe to call twice.
   * @param end why the recorder stops; by default, the user quits
   */
  close(end?: SpanEnd): Promise<void>;
}

/** For hosts that write their answer to the terminal, where log lines would mix with it. */
const SILENT_LOG: AppLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Starts the recorder at most once per process; a failed start can be repeated. */
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
    /** A recorder that is still starting would otherwise continue on a closed database. */
    stop: async (end: SpanEnd): Promise<void> => {
      (await starting?.catch(() => undefined))?.stop(end);
      recorder = undefined;
      starting = undefined;
    },
  };
}

/** Creates the store of incoming files when the first file arrives. */
function lazyIncomingFiles() {
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

/** Shares the farm in a long-lived process while sharing is switched on; the code is loaded only then. */
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

/** Background work: housekeeping in every process, alerts and sharing only in long-lived ones. */
function createBackgroundWork(context: AppContext) {
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

/**
 * The minimum time limit of a search, from FARMER_SEARCH_SECONDS: for slow machines and for tests that must not depend
 * on speed.
 */
function minSearchMs({ FARMER_SEARCH_SECONDS: seconds = '' }: NodeJS.ProcessEnv): number {
  return /^\d{1,2}$/.test(seconds) ? Number(seconds) * 1000 : 0;
}

/** The worker thread for heavy work; its code is loaded at the first task. */
function createCompute(env: NodeJS.ProcessEnv) {
  let loading: Promise<ComputeThread> | undefined;
  let isStopped = false;
  const load = async (): Promise<ComputeThread> => {
    const { createComputeThread } = await import('./compute/compute-thread.ts');
    const thread = createComputeThread(undefined, undefined, minSearchMs(env));
    if (isStopped) {
      thread.stop();
    }
    return thread;
  };
  return {
    thread: () => (loading ??= load()),
    /** Aborts running tasks instead of waiting for them, and refuses later ones. */
    stop: async () => {
      isStopped = true;
      (await loading?.catch(() => undefined))?.stop();
    },
  };
}

/** Loads the channels at the first message. */
function lazyChannels(options: ChannelsOptions): () => Promise<Channels> {
  let loading: Promise<Channels> | undefined;
  return () => (loading ??= import('./channels/channels.ts').then(({ createChannels }) => createChannels(options)));
}

/** One client for the whole process, so that no host gets two requests at once. */
function lazyGrid(nowMs: () => number): () => Promise<Grid> {
  let loading: Promise<Grid> | undefined;
  return () => (loading ??= import('./grid/grid.ts').then(({ createGrid }) => createGrid(nowMs)));
}

/**
 * The composition root: the only place that chooses the machine, the clock and the database that the app works with.
 * The database is opened at the first call that needs it; after a failure the next call tries again.
 */
export function composeApp(options: ComposeOptions): ComposedApp {
  const dataDirectory = resolveDataDirectory({ env: options.env, platform: process.platform, option: options.dataDir });
  const nowMs = options.nowMs ?? Date.now;
  const log = options.log ?? SILENT_LOG;
  const events = createEventHub();
  const isLongLived = options.host !== 'cli';
  const data = createLazyStores({ dataDirectory, nowMs, log, events, onOpened: () => rounds.start(isLongLived) });
  // A command may wait for the reading; a long-lived host must stay responsive, so it reads in a worker.
  const onChange = () => events.publish('hardware');
  const hardware = createHardwareService({ nowMs, onChange, ...(isLongLived ? { read: readInWorker() } : {}) });
  const recording = createRecording(async (recordingOptions) => {
    const { startRecording } = await import('./recording.ts');
    rounds.start(true);
    return startRecording(context, recordingOptions);
  });
  const secrets = createSecretStore(dataDirectory, options.sealing ?? null);
  const compute = createCompute(options.env);
  const incoming = lazyIncomingFiles();
  const context: AppContext = {
    nowMs,
    stores: () => data.stores(),
    unreadableRows: () => data.unreadable(),
    dataKeeper: () => loadDataKeeper({ dataDirectory, nowMs, programVersion: VERSION, secrets }),
    incomingFiles: incoming.files,
    hardware,
    grid: lazyGrid(nowMs),
    channels: lazyChannels({ nowMs, ca: options.ca }),
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
  const rounds = createBackgroundWork(context);
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
