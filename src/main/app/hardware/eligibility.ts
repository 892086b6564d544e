import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import { implement } from '@orpc/server';
import { evidenceOf } from '#shared/domain/hardware/evidence.ts';
import { factsOfDescription, factsOfReading } from '#shared/domain/hardware/eligibility/facts.ts';
import { DEFAULT_REWARD_TERMS, type RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import { publishedPolicy } from '#shared/domain/rules/policies.ts';
import type { StatedTerms } from '#shared/contract/earnings/rewards.ts';
import { eligibilityContract } from '#shared/contract/hardware/eligibility.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { assess, factsFromFarm, factsWithoutRecords } from './assessment.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { assessStoredNode, describe, loadStoredNodes, NO_WHOLE_PERIOD } from './node-assessment.ts';
import { NO_PASSMARK } from './node-passmark.ts';
import { loadStoredReading } from './machine-node.ts';
import { resolveTerms } from '#main/app/nodes/node-terms.ts';

/** Maximum age of a reading for checking a machine that was never stored, ms. */
const FRESH_ENOUGH_MS = 3_600_000;

const FARM_NOT_OPENED = 'The data of the farm was not opened.';
const ONLY_THE_MACHINE = 'Only the machine itself was described.';

async function assessNode(context: AppContext, nodeId: number) {
  const stores = await context.stores();
  const node = findNode(stores, nodeId);
  const stored = loadStoredNodes(stores, [node], context.nowMs())(node);
  const assessed = assessStoredNode(node, stored);
  if (assessed !== null) {
    return assessed;
  }
  if (node.kind === 'this-machine') {
    const reading = await context.hardware.current(FRESH_ENOUGH_MS);
    return assess(factsOfReading(reading, factsFromFarm(node, stored)), node, reading.takenAtMs);
  }
  throw new FarmerError('HARDWARE_UNAVAILABLE', message('hardware:core.hardwareUnknown', { name: node.name }), {
    hint: message('hardware:core.importOrTypeHardware'),
  });
}

/**
 * Terms and facts from stored data.
 * @throws FarmerError when the data directory is unusable
 */
async function fromFarm(context: AppContext, stated: StatedTerms | null) {
  const stores = await context.stores();
  const node = stores.nodes.thisMachine();
  const given = stated === null ? null : await resolveTerms(context, stated);
  const terms = given ?? node ?? DEFAULT_REWARD_TERMS;
  const stored =
    node === undefined
      ? { settings: effectiveSettings(stores), uptime: NO_WHOLE_PERIOD, passmark: NO_PASSMARK }
      : loadStoredNodes(stores, [node], context.nowMs())(node);
  return { terms, other: factsFromFarm(terms, stored) };
}

function withoutFarm(stated: StatedTerms | null) {
  const terms: RewardTerms =
    stated === null ? DEFAULT_REWARD_TERMS : { ...stated, policy: publishedPolicy(stated.policy) };
  return { terms, other: factsWithoutRecords(terms, FARM_NOT_OPENED) };
}

function assessReading(
  reading: HardwareReading,
  { terms, other }: ReturnType<typeof withoutFarm>,
  hasEvidence: boolean,
) {
  const assessment = assess(factsOfReading(reading, other), terms, reading.takenAtMs);
  return hasEvidence ? { ...assessment, evidence: evidenceOf(reading) } : assessment;
}

const area = implement(eligibilityContract).$context<AppContext>();

export default area.router({
  checkThisMachine: area.checkThisMachine.handler(async ({ input, context }) => {
    const fresh = await context.hardware.current(input.maxAgeMs);
    if (input.usesFarmData) {
      await loadStoredReading(context);
    }
    const kept = context.hardware.last()?.reading;
    const reading = kept?.takenAtMs === fresh.takenAtMs ? kept : fresh;
    const known = input.usesFarmData ? await fromFarm(context, input.terms) : withoutFarm(input.terms);
    return assessReading(reading, known, input.hasEvidence);
  }),
  checkRecording: area.checkRecording.handler(async ({ input, context }) => {
    const reading = await context.hardware.readRecording(input.recording);
    return assessReading(reading, withoutFarm(input.terms), input.hasEvidence);
  }),
  checkNode: area.checkNode.handler(({ input, context }) => assessNode(context, input.nodeId)),
  checkPlan: area.checkPlan.handler(async ({ input: { resources, architecture, terms: stated }, context }) => {
    const terms = await resolveTerms(context, stated);
    const other = factsWithoutRecords(terms, ONLY_THE_MACHINE);
    return assess(factsOfDescription(describe(resources, null, architecture), other), terms, null);
  }),
});
