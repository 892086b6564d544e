import { openConnection } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';

const [path = '', backupDirectory = ''] = process.argv.slice(2);
const database = openConnection(path);
const slow = {
  version: 900,
  name: 'slow',
  sql: `
    CREATE TABLE half_done (id INTEGER PRIMARY KEY, filler TEXT) STRICT;
    UPDATE nodes SET name = 'half migrated';
    WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 50000000)
    INSERT INTO half_done SELECT n, 'filler that has to go to the disk before the transaction ends' FROM counter;
  `,
};
process.stdout.write('migrating\n');
migrate(database, { backupDirectory, nowMs: 1, migrations: [...MIGRATIONS, slow] });
