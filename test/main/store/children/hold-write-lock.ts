import { openConnection } from '#main/store/database.ts';

const [path = '', holdMs = '0'] = process.argv.slice(2);
const database = openConnection(path);
database.transaction(() => {
  process.stdout.write('held\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(holdMs));
});
database.close();
