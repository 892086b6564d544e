import { ensureOwnNode } from '#main/app/hardware/machine-node.ts';
import { machineClocks } from '#main/recorder/clocks.ts';
import { createRecorder } from '#main/recorder/recorder.ts';
import { createRecorderLock } from '#main/store/recorder-lock.ts';
import { sinkOf } from '#main/recording.ts';
import { openStores } from '#main/store/stores.ts';

/**
 * A real recorder as a process of its own, for tests that kill it: `node recorder-child.ts DIRECTORY BEAT_MS`. After every
 * beat that was written it prints the uptime in milliseconds that stands in the database now.
 */
const [, , dataDirectory = '', beatMs = ''] = process.argv;
const { stores } = openStores({ dataDirectory, nowMs: Date.now });
const nodeId = ensureOwnNode(stores, Date.now()).id;
const sink = sinkOf(stores, () => nodeId, 'cli');
let writtenMs = 0;
const recorder = createRecorder({
  clocks: machineClocks(),
  beatIntervalMs: Number(beatMs),
  lock: createRecorderLock(dataDirectory),
  sink: {
    ...sink,
    addSpan: (bootId, startUptimeMs) => {
      writtenMs = startUptimeMs;
      return sink.addSpan(bootId, startUptimeMs);
    },
    extendSpan: (spanId, lastUptimeMs) => {
      writtenMs = lastUptimeMs;
      sink.extendSpan(spanId, lastUptimeMs);
    },
  },
  onChange: ({ state }) => process.stdout.write(`${state} ${writtenMs}\n`),
});
recorder.start();
process.on('SIGTERM', () => recorder.stop('signal'));
