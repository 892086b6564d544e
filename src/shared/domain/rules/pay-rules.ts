import { assertNever } from '#shared/errors.ts';
import type { FarmingPolicy } from '#shared/contract/rules/policies.ts';
import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import type { Certification } from '#shared/domain/uptime/limits.ts';

/** How an uptime is paid. */
export interface PayRule {
  /** The permille below which nothing is paid; null where the policy's own minimum is not known. */
  readonly minimumPermille: number | null;
  /** In proportion to the uptime, whole, or in proportion to the part of the period since the node connected. */
  readonly scale: 'permille' | 'whole' | 'since-connected';
}

/**
 * The permille of uptime from which a node on policy 1 is paid under the rules of a version.
 * Source: docs/rules.md#rules-as-they-were
 */
export function minimumPermille(pay: RuleVersion['pay'], certification: Certification): number {
  switch (pay.kind) {
    case 'whole':
      return 0;
    case 'since-connected':
      return pay.minimumPermille;
    case 'by-policy':
      return pay.minimumPermille[certification];
    default:
      return assertNever(pay);
  }
}

/** The uptime that a period has to reach to be paid. */
export interface UptimeTarget {
  readonly permille: number;
  /** Whether the minimum of the policy is not known, so that the one of policy 1 is used. */
  readonly isAssumed: boolean;
}

/** The check of the minting program, which compares the chain's own number with 95. */
function isPlainPolicy3({ id, isDefault, isImmutable, minimumPermille: minimum }: FarmingPolicy): boolean {
  return id === 3 && isDefault === false && isImmutable === false && minimum === 95;
}

/**
 * How a policy pays under the rules of a version.
 * Source: docs/rules.md#other-policies
 */
export function payRule(pay: RuleVersion['pay'], policy: FarmingPolicy, certification: Certification): PayRule {
  if (pay.kind !== 'by-policy') {
    const minimum = minimumPermille(pay, certification);
    return { minimumPermille: minimum, scale: pay.kind };
  }
  const isProportional =
    pay.proportional === null || pay.proportional.includes(policy.id) || (pay.takesPolicy3 && isPlainPolicy3(policy));
  return isProportional
    ? { minimumPermille: pay.minimumPermille[certification], scale: 'permille' }
    : { minimumPermille: policy.minimumPermille, scale: 'whole' };
}

/** The uptime that a node has to reach under the rules of a version. */
export function uptimeTarget(
  pay: RuleVersion['pay'],
  policy: FarmingPolicy,
  certification: Certification,
): UptimeTarget {
  const { minimumPermille: own } = payRule(pay, policy, certification);
  return { permille: own ?? minimumPermille(pay, certification), isAssumed: own === null };
}
