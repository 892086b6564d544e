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

/** What was credited to a node in a period. */
export interface Credited {
  readonly uptimeSeconds: number;
  readonly violation: ViolationKind | null;
}

/**
 * What a node of the farm is paid for a period in which nobody used its public traffic or addresses.
 * @param resources those of the node, known to be known
 * @param rules those of the period; today's where there are none
 * @returns null where the numbers of the node's policy are not known
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

/** Terms with the number of a policy, as a caller states them, with what is known of that policy. */
export async function resolveTerms(context: AppContext, terms: StatedTerms): Promise<RewardTerms> {
  const published = publishedPolicy(terms.policy);
  const policy = published.origin === 'published' ? published : (await context.stores()).policies.get(terms.policy);
  return { ...terms, policy };
}
