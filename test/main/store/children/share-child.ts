import { shareService } from '#main/share/share.ts';
import { makeInstallation } from '#test/support/installation.ts';

/**
 * Synchronises in a process that kills itself: `node share-child.ts DIRECTORY KILL_AT before|after`, at the statement of that
 * number that is sent to PostgreSQL. It ends with 0 where there are not so many.
 */
const [directory = '', killAt = '', where = ''] = process.argv.slice(2);

let count = 0;
const { open } = shareService;
Reflect.set(shareService, 'open', async (url: string, password: string | null) => {
  const connection = await open(url, password);
  for (const name of ['query', 'copyIn'] as const) {
    const run = connection[name].bind(connection) as (...args: readonly unknown[]) => Promise<unknown>;
    Reflect.set(connection, name, async (...args: readonly unknown[]) => {
      count += 1;
      const isTime = String(count) === killAt;
      if (isTime && where === 'before') process.kill(process.pid, 'SIGKILL');
      const result = await run(...args);
      if (isTime) process.kill(process.pid, 'SIGKILL');
      return result;
    });
  }
  return connection;
});
const installation = makeInstallation(directory);
await installation.calls.share.sync();
installation.close();
