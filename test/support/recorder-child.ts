import { ensureOwnNode } from '#main/app/hardware/machine-node.ts';
import { Recorder } from '#main/recorder/recorder.ts';
import { createProcessLock } from '#main/store/process-lock.ts';
import { openStores } from '#main/store/stores.ts';
import { fakeMachine } from '../main/recorder/fake-clocks.ts';

/**
 * A real recorder as a process of its own, for tests that kill it:
 * `node recorder-child.ts DIRECTORY BOOT_KEY [KILL_AT_WRITE]`. Its machine lives one beat from each beat to the next. After
 * every beat that was written it prints the uptime in milliseconds that stands in the database now. With KILL_AT_WRITE it
 * kills itself in the middle of the transaction of that write.
 */
const [, , dataDirectory = '', bootKey = '', killAtWrite = ''] = process.argv;
/** How often it beats, in milliseconds of both clocks: the timer's and the machine's. */
const BEAT_MS = 5;

const machine = fakeMachine({ bootKey });
const { stores } = openStores({ dataDirectory, nowMs: Date.now });
const nodeId = ensureOwnNode(stores, Date.now()).id;
let writes = 0;
let writtenMs = 0;

function afterWrite(uptimeMs: number): void {
  writes += 1;
  writtenMs = uptimeMs;
  if (String(writes) === killAtWrite) {
    process.kill(process.pid, 'SIGKILL');
  }
}

const recorder = new Recorder({
  clocks: machine.clocks,
  beatIntervalMs: BEAT_MS,
  lock: createProcessLock(dataDirectory, 'recorder'),
  nodeId: () => nodeId,
  source: 'cli',
  stores: {
    ...stores,
    uptime: {
      ...stores.uptime,
      addSpan: (bootId, startUptimeMs, source) => {
        const id = stores.uptime.addSpan(bootId, startUptimeMs, source);
        afterWrite(startUptimeMs);
        return id;
      },
      extendSpan: (spanId, lastUptimeMs) => {
        stores.uptime.extendSpan(spanId, lastUptimeMs);
        afterWrite(lastUptimeMs);
      },
    },
  },
  onChange: ({ state }) => {
    process.stdout.write(`${state} ${writtenMs}\n`);
    machine.run(BEAT_MS);
  },
});
recorder.start();
// Whoever stops this process for a while lets an hour pass on its machine.
process.on('SIGCONT', () => machine.run(3_600_000));
process.on('SIGTERM', () => recorder.stop('signal'));
