import { implement } from '@orpc/server';
import { backupsContract, type BackupSourceInput } from '#shared/contract/data/backups.ts';
import { TOPICS } from '#shared/contract/app/topics.ts';
import type { DataKeeper } from '#main/store/data/data-keeper.ts';
import type { AppContext } from '#main/app/context.ts';

const area = implement(backupsContract).$context<AppContext>();

async function pathOf(context: AppContext, keeper: DataKeeper, source: BackupSourceInput): Promise<string> {
  if ('fileId' in source) {
    return (await context.incomingFiles()).pathOf(source.fileId);
  }
  return 'name' in source ? keeper.findBackup(source.name).path : source.path;
}

export default area.router({
  list: area.list.handler(async ({ context }) => {
    const keeper = await context.dataKeeper();
    const backups = keeper.listBackups();
    return {
      directory: keeper.paths.backups,
      totalBytes: backups.reduce((sum, backup) => sum + backup.sizeBytes, 0),
      backups,
    };
  }),
  keep: area.keep.handler(async ({ input, context }) => {
    await context.stores();
    const keeper = await context.dataKeeper();
    const kept =
      input.updateTo === undefined
        ? await keeper.keepBackup(input.passphrase)
        : await keeper.keepBeforeUpdate(input.updateTo);
    context.events.publish('data');
    return kept;
  }),
  exportTo: area.exportTo.handler(async ({ input, context }) => {
    await context.stores();
    return (await context.dataKeeper()).exportBackup(input.path, input.passphrase);
  }),
  inspect: area.inspect.handler(async ({ input, context }) => {
    const keeper = await context.dataKeeper();
    return keeper.inspectBackup({ path: await pathOf(context, keeper, input.source), passphrase: input.passphrase });
  }),
  restore: area.restore.handler(async ({ input, context }) => {
    const keeper = await context.dataKeeper();
    const source = { path: await pathOf(context, keeper, input.source), passphrase: input.passphrase };
    const result = await keeper.restoreBackup(source, input.isFromOtherMachine);
    for (const topic of TOPICS) {
      context.events.publish(topic);
    }
    return result;
  }),
  remove: area.remove.handler(async ({ input, context }) => {
    (await context.dataKeeper()).removeBackup(input.name);
    context.events.publish('data');
    return {};
  }),
});
