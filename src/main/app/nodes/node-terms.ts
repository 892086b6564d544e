import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { computeReward, type Reward } from '#shared/domain/earnings/rewards.ts';
import { type RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import type { StatedTerms } from '#shared/contract/earnings/rewards.ts';
import type { AppContext } from '#main/app/context.ts';
import { publishedPolicy } from '#shared/domain/rules/policies.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';

/** The uptime credited to a node in a period. */
export interface Credited {
  readonly uptimeSeconds: number;
  readonly violation: ViolationKind | null;
}

/**
 * The reward of a node for a period without public traffic or public addresses.
 * @param resources the node's resources, all known
 * @param rules the rules of the period; today's by default
 * @returns null when the numbers of the node's policy are unknown
 */
export function rewardOfNode(
  node: FarmNode,
  resources: Resources,
  credited: Credited,
  rules: RuleVersion = TODAYS_RULES,
): Reward | null {
  const unused = { nuMillionths: 0n, ipv4Seconds: 0 } as const;
  return computeReward({
    ...node,
    ...unused,
    ...credited,
    resources,
    rules,
    isVirtual: node.isVirtual ?? false,
  });
}

/** Terms with a policy number as given by a caller, completed by the facts about that policy. */
export async function resolveTerms(context: AppContext, terms: StatedTerms): Promise<RewardTerms> {
  const published = publishedPolicy(terms.policy);
  const policy = published.origin === 'published' ? published : (await context.stores()).policies.get(terms.policy);
  return { ...terms, policy };
}
