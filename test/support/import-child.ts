import { join } from 'node:path';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { runCli } from '#main/hosts/cli/run.ts';
import { openConnection } from '#main/store/database.ts';

/**
 * Imports a file of events in a process that kills itself: `node import-child.ts HOW DIRECTORY FILE KILL_AT inside|after`,
 * in the transaction of that number or when it is over. Prints how many transactions there were when it comes to its end.
 */
const [how = '', directory = '', file = '', killAtText = '', where = ''] = process.argv.slice(2);
const env = { FARMER_DATA_DIR: join(directory, 'data'), NO_COLOR: '1' };
const killAt = Number(killAtText);

const probe = openConnection(join(directory, 'probe.sqlite'));
const prototype = Object.getPrototypeOf(probe) as typeof probe;
probe.close();
const transaction = Reflect.get(prototype, 'transaction');
let count = 0;
prototype.transaction = function counted<T>(this: typeof probe, work: () => T): T {
  count += 1;
  const number = count;
  const kill = (moment: string) => {
    if (number === killAt && moment === where) process.kill(process.pid, 'SIGKILL');
  };
  const result = transaction.call(this, () => {
    const inside = work();
    kill('inside');
    return inside;
  }) as T;
  kill('after');
  return result;
};

if (how === 'command line') {
  const silent = { stdout: () => undefined, stderr: () => undefined, isColour: false, isInteractive: false };
  await runCli(['uptime', 'import', file], env, silent);
} else {
  const app = composeApp({ host: 'web', env });
  const files = await app.context.incomingFiles();
  files.open([file], (path) => path);
  await createCalls(app.context).data.imports.importFiles({ fileIds: files.opened().map(({ id }) => id) });
  await app.close();
}
console.log(String(count));
