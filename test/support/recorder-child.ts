import { ensureOwnNode } from '#main/app/hardware/machine-node.ts';
import { createRecorder } from '#main/recorder/recorder.ts';
import { sinkOf } from '#main/recording.ts';
import { createRecorderLock } from '#main/store/recorder-lock.ts';
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
const sink = sinkOf(stores, () => nodeId, 'cli');
let writes = 0;
let writtenMs = 0;

function afterWrite(uptimeMs: number): void {
  writes += 1;
  writtenMs = uptimeMs;
  if (String(writes) === killAtWrite) {
    process.kill(process.pid, 'SIGKILL');
  }
}

const recorder = createRecorder({
  clocks: machine.clocks,
  beatIntervalMs: BEAT_MS,
  lock: createRecorderLock(dataDirectory),
  sink: {
    ...sink,
    addSpan: (bootId, startUptimeMs) => {
      const id = sink.addSpan(bootId, startUptimeMs);
      afterWrite(startUptimeMs);
      return id;
    },
    extendSpan: (spanId, lastUptimeMs) => {
      sink.extendSpan(spanId, lastUptimeMs);
      afterWrite(lastUptimeMs);
    },
  },
  onChange: ({ state }) => {
    process.stdout.write(`${state} ${writtenMs}\n`);
    machine.run(BEAT_MS);
  },
});
recorder.start();
process.on('SIGTERM', () => recorder.stop('signal'));
