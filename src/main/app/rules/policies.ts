import { implement } from '@orpc/server';
import { policiesContract } from '#shared/contract/rules/policies.ts';
import { PUBLISHED_EXAMPLES, publishedPolicy } from '#shared/domain/rules/policies.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';

const area = implement(policiesContract).$context<AppContext>();

function refuseAsPublished(id: number): never {
  throw new FarmerError('REFUSED', message('rules:core.policyIsPublished', { id }), {
    hint: message('rules:core.chooseOtherPolicy'),
    details: { policy: id },
  });
}

export default area.router({
  list: area.list.handler(async ({ context }) => ({
    policies: (await context.stores()).policies.list(),
    examples: PUBLISHED_EXAMPLES,
  })),
  save: area.save.handler(async ({ input, context }) => {
    if (publishedPolicy(input.id).origin === 'published') {
      refuseAsPublished(input.id);
    }
    const { policies } = await context.stores();
    policies.save(input, context.nowMs());
    publishPolicies(context);
    return policies.get(input.id);
  }),
  remove: area.remove.handler(async ({ input, context }) => {
    const removed = (await context.stores()).policies.remove(input.id);
    publishPolicies(context);
    return { removed };
  }),
});

/** Policies affect the earnings of nodes, so those topics are published too. */
function publishPolicies(context: AppContext): void {
  context.events.publish('rules');
  context.events.publish('nodes');
}
