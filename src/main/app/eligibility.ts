import { implement } from '@orpc/server';
import type { CpuFacts } from '#shared/domain/hardware-reading.ts';
import { factsOfDescription, factsOfReading } from '#shared/domain/eligibility/facts.ts';
import type { Resources } from '#shared/domain/resources.ts';
import { DEFAULT_REWARD_TERMS, type RewardTerms } from '#shared/domain/rewards.ts';
import { eligibilityContract } from '#shared/contract/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import { assess, factsFromSettings, factsWithoutRecords } from './assessment.ts';
import type { AppContext } from './context.ts';
import { findNode } from './nodes.ts';

const FARM_NOT_OPENED = 'The data of the farm was not opened.';
const ONLY_THE_MACHINE = 'Only the machine itself was described.';

/** The reward terms of a node of the farm. */
export function termsOfNode(node: FarmNode): RewardTerms {
  return {
    certification: node.certification,
    policy: node.farmingPolicyId,
    connectionPriceMusd: node.connectionPriceMusd,
  };
}

/** A described 64-bit machine is taken for an Intel or AMD one. */
function describe(resources: Resources, isVirtual: boolean | null, architecture: CpuFacts['architecture']) {
  const cpu = { brand: '', vendor: architecture === 'x64' ? 'intel' : 'other', architecture } as const;
  return { resources, isVirtual, cpu };
}

async function assessNode(context: AppContext, nodeId: number) {
  const stores = await context.stores();
  const { hardware, settings } = stores;
  const node = findNode(stores, nodeId);
  const terms = termsOfNode(node);
  const other = factsFromSettings(terms, settings.all());
  const snapshot = hardware.latest(nodeId);
  if (snapshot !== undefined) {
    return assess(factsOfReading(snapshot.reading, other), terms, snapshot.lastSeenAtMs);
  }
  if (node.resources === null) {
    throw new FarmerError('HARDWARE_UNAVAILABLE', `The hardware of "${node.name}" is not known.`, {
      hint: 'Import its hardware passport, or type in what it has.',
    });
  }
  return assess(factsOfDescription(describe(node.resources, node.isVirtual, 'x64'), other), terms, null);
}

/** Terms and facts out of what Farmer has stored. @throws FarmerError when the data directory is unusable */
async function fromFarm(context: AppContext, given: RewardTerms | null) {
  const { nodes, settings } = await context.stores();
  const node = nodes.thisMachine();
  const terms = given ?? (node === undefined ? DEFAULT_REWARD_TERMS : termsOfNode(node));
  return { terms, other: factsFromSettings(terms, settings.all()) };
}

function withoutFarm(given: RewardTerms | null) {
  const terms = given ?? DEFAULT_REWARD_TERMS;
  return { terms, other: factsWithoutRecords(terms, FARM_NOT_OPENED) };
}

const area = implement(eligibilityContract).$context<AppContext>();

export default area.router({
  checkThisMachine: area.checkThisMachine.handler(async ({ input, context }) => {
    const reading = await context.hardware.current(input.maxAgeMs);
    const { terms, other } = input.usesFarmData ? await fromFarm(context, input.terms) : withoutFarm(input.terms);
    return assess(factsOfReading(reading, other), terms, reading.takenAtMs);
  }),
  checkNode: area.checkNode.handler(({ input, context }) => assessNode(context, input.nodeId)),
  checkPlan: area.checkPlan.handler(({ input: { resources, architecture, terms } }) => {
    const other = factsWithoutRecords(terms, ONLY_THE_MACHINE);
    return assess(factsOfDescription(describe(resources, null, architecture), other), terms, null);
  }),
});
