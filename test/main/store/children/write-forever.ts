import { createStores } from '#main/store/stores.ts';
import { openConnection } from '#main/store/database.ts';
import { plannedTitan } from '#test/support/stores.ts';

const [path = ''] = process.argv.slice(2);
const database = openConnection(path);
const stores = createStores(database);
for (let pair = 1; ; pair += 1) {
  stores.transaction(() => {
    stores.nodes.add(plannedTitan(`left ${pair}`), pair);
    stores.nodes.add(plannedTitan(`right ${pair}`), pair);
  });
  if (pair === 20) {
    process.stdout.write('writing\n');
  }
}
