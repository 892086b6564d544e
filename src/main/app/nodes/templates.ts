import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import { implement } from '@orpc/server';
import { type MachineTemplate, templatesContract } from '#shared/contract/nodes/templates.ts';
import { type FarmNode, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { factsOfDescription } from '#shared/domain/hardware/eligibility/facts.ts';
import { MACHINE_TEMPLATES } from '#shared/domain/nodes/machine-templates.ts';
import { DIY_POLICY } from '#shared/domain/rules/policies.ts';
import type { AppContext } from '#main/app/context.ts';
import { moneyOfNode, type NodeMoneyTerms } from '#main/app/earnings/node-money.ts';
import { assess, factsFromFarm } from '#main/app/hardware/assessment.ts';
import { describe, NO_WHOLE_PERIOD } from '#main/app/hardware/node-assessment.ts';
import { NO_PASSMARK } from '#main/app/hardware/node-passmark.ts';
import { readTftPrice } from '#main/app/settings/tft-price.ts';
import { rewardOf } from './farm.ts';

/** A machine given only by its description. */
export type DescribedMachine = Pick<MachineTemplate, 'name' | 'architecture' | 'resources'> & {
  readonly wattsIdle: string | null;
  readonly wattsLoaded: string | null;
  readonly hardwareUsd: string | null;
};

/** The machine as a planned node with default values, not stored in the farm. */
function plannedNode(machine: DescribedMachine, nowMs: number): FarmNode {
  const { name, resources, wattsIdle, wattsLoaded, hardwareUsd } = machine;
  return {
    ...NODE_DEFAULTS,
    id: 0,
    kind: 'planned',
    name,
    policy: DIY_POLICY,
    siteTerms: null,
    costs: { ...NODE_DEFAULTS.costs, wattsIdle, wattsLoaded, hardwareCostUsd: hardwareUsd },
    resources,
    isVirtual: null,
    importSource: null,
    isDemo: false,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
  };
}

/** The assessment and income of a described machine. */
export function assessMachine(machine: DescribedMachine, terms: Omit<NodeMoneyTerms, 'rewardTft'>) {
  const node = plannedNode(machine, terms.nowMs);
  const stored = { settings: terms.settings, uptime: NO_WHOLE_PERIOD, passmark: NO_PASSMARK };
  const facts = factsFromFarm(node, stored);
  const described = describe(machine.resources, null, machine.architecture);
  const assessment = assess(factsOfDescription(described, facts), node, null);
  const reward = rewardOf(assessment);
  return {
    verdict: assessment.eligibility.verdict,
    capacity: assessment.capacity,
    reward,
    ...moneyOfNode(node, { ...terms, rewardTft: reward?.tft ?? null }),
  };
}

const area = implement(templatesContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context }) => {
    const stores = await context.stores();
    const settings: Settings = effectiveSettings(stores);
    const price = readTftPrice(stores, settings);
    const terms = { price, settings, plan: undefined, nowMs: context.nowMs() };
    return {
      templates: MACHINE_TEMPLATES.map((template) => ({
        ...template,
        ...assessMachine({ ...template, hardwareUsd: null }, terms),
      })),
      tftPrice: price,
    };
  }),
});
