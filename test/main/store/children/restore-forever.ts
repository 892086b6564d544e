import { createDataKeeper } from '#main/store/data/data-keeper.ts';

const [dataDirectory = '', ...backups] = process.argv.slice(2);
const keeper = createDataKeeper({ dataDirectory, nowMs: Date.now, programVersion: '1' });
for (let round = 0; ; round += 1) {
  await keeper.restoreBackup({ path: backups[round % backups.length] ?? '' }, false);
  if (round === 1) {
    process.stdout.write('restoring\n');
  }
}
