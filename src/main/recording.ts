import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { AppContext } from '#main/app/context.ts';
import { ensureOwnNode } from './app/hardware/machine-node.ts';
import { createGridScheduler } from './app/grid/background.ts';
import { checkAlertsOf } from './app/notifications/check-alerts.ts';
import { type Clocks, machineClocks } from '#main/recorder/clocks.ts';
import { BEAT_INTERVAL_MS, Recorder, type RecorderStatus } from '#main/recorder/recorder.ts';
import { ReachabilityWatch } from '#main/recorder/reachability.ts';
import { createProcessLock } from '#main/store/process-lock.ts';
import type { Stores } from '#main/store/stores.ts';

export interface RecordingOptions {
  readonly beatIntervalMs?: number;
  /** Default: the clocks of this machine. */
  readonly clocks?: Clocks;
  /** Whether the recorder's timer keeps the process alive. Default false, because the host does. */
  readonly keepsAlive?: boolean;
  /** Called after every heartbeat and every change of state, in addition to the published topics. */
  readonly onChange?: (status: RecorderStatus) => void;
  /** How often the configured hosts are probed, in milliseconds, when probing is on. Default: every minute. */
  readonly probeIntervalMs?: number;
}

/**
 * Connects the recorder of this machine to the store, the clocks and the event hub, and starts it. Errors while it runs
 * are reported in its status.
 * @throws FarmerError when the data directory cannot be opened
 */
export async function startRecording(context: AppContext, options: RecordingOptions = {}): Promise<Recorder> {
  const stores = await context.stores();
  const node = ensureOwnNode(stores, context.nowMs());
  const clocks = options.clocks ?? machineClocks();
  const beatIntervalMs = options.beatIntervalMs ?? BEAT_INTERVAL_MS;
  const reachability = watchReachability(context, stores, clocks, () => recorder.status(), options.probeIntervalMs);
  const grid = createGridScheduler(context);
  let state: RecorderStatus['state'] = 'stopped';
  const announce = (status: RecorderStatus) => {
    if (status.state !== state) {
      state = status.state;
      recordState(context, stores, status, node.id, beatIntervalMs);
      for (const companion of [reachability, grid]) {
        if (state === 'stopped') companion.stop();
        else companion.start();
      }
    }
    context.events.publish('uptime');
    options.onChange?.(status);
  };
  const recorder = new Recorder({
    clocks,
    stores,
    nodeId: () => ensureOwnNode(stores, context.nowMs()).id,
    source: context.host,
    lock: createProcessLock(context.dataDirectory, 'recorder'),
    beatIntervalMs,
    keepsAlive: options.keepsAlive ?? false,
    onChange: announce,
  });
  // Checked before the first heartbeat, which would hide that the recorder was off.
  await checkQuietly(context, node);
  recorder.start();
  return recorder;
}

/** Probes the hosts that the farmer configured, while probing is on. */
function watchReachability(
  context: AppContext,
  stores: Stores,
  clocks: Clocks,
  recorderStatus: () => RecorderStatus,
  intervalMs: number | undefined,
): ReachabilityWatch {
  const { uptime, reachability, settings, lineage } = stores;
  const ownNodeId = () => ensureOwnNode(stores, context.nowMs()).id;
  return new ReachabilityWatch({
    clocks,
    sink: {
      bootId: () =>
        (clocks.bootKey === null ? uptime.latestBoot(ownNodeId()) : uptime.findBoot(ownNodeId(), clocks.bootKey))?.id,
      addSpan: reachability.addSpan,
      extendSpan: reachability.extendSpan,
      lineage: lineage.token,
    },
    choice: () => settings.get('reachability'),
    isRecording: () => recorderStatus().state === 'recording',
    onWritten: () => context.events.publish('uptime'),
    onProblem: (error) => context.log.warn('reachability', { error }),
    ...(intervalMs === undefined ? {} : { intervalMs }),
  });
}

async function checkQuietly(context: AppContext, node: FarmNode): Promise<void> {
  try {
    await checkAlertsOf(context, node);
  } catch (error) {
    context.log.warn('alerts', { error });
  }
}

/** Logs a change of state and stores which processes record, so that other processes can show it. */
function recordState(
  context: AppContext,
  stores: Stores,
  status: RecorderStatus,
  nodeId: number,
  beatIntervalMs: number,
): void {
  const { state, problem } = status;
  const fields = problem === null ? { state } : { state, code: problem.code, error: problem.error };
  context.log[problem === null ? 'info' : 'warn']('recorder', fields);
  try {
    if (state === 'recording') {
      const startedAtMs = context.nowMs();
      stores.uptime.setHolder({ nodeId, host: context.host, pid: process.pid, startedAtMs, beatIntervalMs });
    } else if (state === 'stopped') {
      stores.uptime.clearHolder(process.pid);
    }
  } catch (error) {
    context.log.warn('recorder holder not written', { error });
  }
}
