import { implement } from '@orpc/server';
import { scenariosContract, type StoredScenario } from '#shared/contract/earnings/scenarios.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { ScenarioStore } from '#main/store/earnings/scenario-store.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';

function noScenario(id: number): FarmerError {
  return new FarmerError('NOT_FOUND', message('earnings:core.scenarioUnknown', { id }), {
    hint: message('earnings:core.takeListedScenario'),
    details: { scenario: id },
  });
}

/** @throws FarmerError NOT_FOUND */
function found(scenario: StoredScenario | undefined, id: number): StoredScenario {
  if (scenario === undefined) {
    throw noScenario(id);
  }
  return scenario;
}

/** @throws FarmerError CONFLICT when another scenario has the same name */
function assertNameFree(scenarios: ScenarioStore, name: string, ownId: number | null): void {
  const other = scenarios.byName(name);
  if (other !== undefined && other.id !== ownId) {
    throw new FarmerError('CONFLICT', message('earnings:core.scenarioNameTaken', { name }), {
      hint: message('earnings:core.chooseAnotherName'),
      details: { scenario: other.id },
    });
  }
}

const area = implement(scenariosContract).$context<AppContext>();

/** Changes stored scenarios and publishes the change. */
async function change<T>(context: AppContext, work: (scenarios: ScenarioStore, nowMs: number) => T): Promise<T> {
  const { scenarios, transaction } = await context.stores();
  const result = transaction(() => work(scenarios, context.nowMs()));
  context.events.publish('earnings');
  return result;
}

export default area.router({
  list: area.list.handler(async ({ context }) => ({ scenarios: [...(await context.stores()).scenarios.list()] })),
  save: area.save.handler(async ({ input, context }) => {
    if (input.nodeId !== null) {
      findNode(await context.stores(), input.nodeId);
    }
    return change(context, (scenarios, nowMs) => scenarios.save(input, nowMs));
  }),
  getOfNode: area.getOfNode.handler(async ({ input, context }) => ({
    scenario: (await context.stores()).assumptions.ofNode(input.nodeId),
  })),
  keepOfNode: area.keepOfNode.handler(async ({ input: { nodeId, scenario }, context }) => {
    const stores = await context.stores();
    stores.assumptions.keep(findNode(stores, nodeId).id, scenario, context.nowMs());
    return { scenario };
  }),
  copy: area.copy.handler(({ input: { id, name }, context }) =>
    change(context, (scenarios, nowMs) => {
      found(scenarios.get(id), id);
      assertNameFree(scenarios, name, null);
      return found(scenarios.copy(id, name, nowMs), id);
    }),
  ),
  rename: area.rename.handler(({ input: { id, name }, context }) =>
    change(context, (scenarios, nowMs) => {
      found(scenarios.get(id), id);
      assertNameFree(scenarios, name, id);
      return found(scenarios.rename(id, name, nowMs), id);
    }),
  ),
  remove: area.remove.handler(({ input: { id }, context }) =>
    change(context, (scenarios, nowMs) => {
      if (!scenarios.markDeleted(id, nowMs)) {
        throw noScenario(id);
      }
      return { id };
    }),
  ),
  undoRemove: area.undoRemove.handler(({ input: { id }, context }) =>
    change(context, (scenarios, nowMs) => {
      const name = scenarios.removedName(id);
      if (name === undefined) {
        throw noScenario(id);
      }
      assertNameFree(scenarios, name, id);
      return found(scenarios.undoDelete(id, nowMs), id);
    }),
  ),
});
