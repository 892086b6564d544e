import { openStores } from '#main/store/stores.ts';
import { plannedTitan } from '#test/support/stores.ts';

const [dataDirectory = '', name = ''] = process.argv.slice(2);
const handle = openStores({ dataDirectory, nowMs: Date.now });
handle.stores.nodes.add(plannedTitan(name), 1);
handle.close();
