import { implement } from '@orpc/server';
import type { Stores } from '#main/store/stores.ts';
import type { CpuFacts, Fact, Unavailable } from '#shared/domain/hardware-reading.ts';
import { factsOfDescription, factsOfReading, type UptimeFacts } from '#shared/domain/eligibility/facts.ts';
import { periodAt, periodByIndex } from '#shared/domain/periods.ts';
import type { Resources } from '#shared/domain/resources.ts';
import { DEFAULT_REWARD_TERMS, type RewardTerms } from '#shared/domain/rewards.ts';
import { eligibilityContract } from '#shared/contract/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import { assess, factsFromFarm, factsWithoutRecords } from './nodes/assessment.ts';
import type { AppContext } from './context.ts';
import { findNode } from './nodes.ts';
import { gatherUptime } from './uptime/uptime-facts.ts';
import { termsOfNode } from './nodes/node-terms.ts';

/** A machine that was never stored is judged by a reading of this age at most, ms. */
const FRESH_ENOUGH_MS = 3_600_000;

const FARM_NOT_OPENED = 'The data of the farm was not opened.';
const ONLY_THE_MACHINE = 'Only the machine itself was described.';

const NO_WHOLE_PERIOD: Unavailable = {
  state: 'unavailable',
  code: 'hidden',
  because: 'No whole period was recorded yet.',
};

/** What the grid would credit for the last period that is over, by the node's own record. */
function lastWholePeriod(stores: Stores, node: FarmNode, nowMs: number): Fact<UptimeFacts> {
  const current = periodAt(nowMs / 1000);
  const { basis, credit } = gatherUptime(stores, node, periodByIndex(Math.max(0, current.index - 1)), nowMs);
  return basis === 'none'
    ? NO_WHOLE_PERIOD
    : {
        state: 'known',
        value: { lowPermille: credit.permille.low, highPermille: credit.permille.high },
        source: basis,
      };
}

/** A described 64-bit machine is taken for an Intel or AMD one. */
function describe(resources: Resources, isVirtual: boolean | null, architecture: CpuFacts['architecture']) {
  const cpu = { brand: '', vendor: architecture === 'x64' ? 'intel' : 'other', architecture } as const;
  return { resources, isVirtual, cpu };
}

async function assessNode(context: AppContext, nodeId: number) {
  const stores = await context.stores();
  const node = findNode(stores, nodeId);
  const terms = termsOfNode(node);
  const other = factsFromFarm(terms, stores.settings.all(), lastWholePeriod(stores, node, context.nowMs()));
  const snapshot = stores.hardware.latest(nodeId);
  if (snapshot !== undefined) {
    return assess(factsOfReading(snapshot.reading, other), terms, snapshot.lastSeenAtMs);
  }
  if (node.kind === 'this-machine') {
    const reading = await context.hardware.current(FRESH_ENOUGH_MS);
    return assess(factsOfReading(reading, other), terms, reading.takenAtMs);
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
  const stores = await context.stores();
  const node = stores.nodes.thisMachine();
  const terms = given ?? (node === undefined ? DEFAULT_REWARD_TERMS : termsOfNode(node));
  const uptime = node === undefined ? NO_WHOLE_PERIOD : lastWholePeriod(stores, node, context.nowMs());
  return { terms, other: factsFromFarm(terms, stores.settings.all(), uptime) };
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
