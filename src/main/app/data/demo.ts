import { implement } from '@orpc/server';
import { demoContract } from '#shared/contract/data/demo.ts';
import { TOPICS } from '#shared/contract/app/topics.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { fillDemo } from './demo-data.ts';

const area = implement(demoContract).$context<AppContext>();

function stateOf(stores: Stores) {
  const nodeCount = stores.demo.nodeCount();
  return { isPresent: nodeCount > 0, nodeCount };
}

/** Demo data affects every page. */
function announce(context: AppContext): void {
  for (const topic of TOPICS) {
    context.events.publish(topic);
  }
}

export default area.router({
  getState: area.getState.handler(async ({ context }) => stateOf(await context.stores())),
  fill: area.fill.handler(async ({ context }) => {
    const stores = await context.stores();
    stores.transaction(() => {
      if (stores.demo.nodeCount() === 0) {
        fillDemo(stores, context.nowMs());
      }
    });
    announce(context);
    return stateOf(stores);
  }),
  remove: area.remove.handler(async ({ context }) => {
    const stores = await context.stores();
    stores.demo.remove();
    announce(context);
    return stateOf(stores);
  }),
});
