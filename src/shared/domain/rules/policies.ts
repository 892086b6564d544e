import type { FarmingPolicy, PolicyRates } from '#shared/contract/rules/policies.ts';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';

const PUBLISHED = {
  isDefault: null,
  isImmutable: null,
  minimumPermille: 950,
  origin: 'published',
  source: 'threefoldtech/tfchain@33046d6 node/src/chain_spec.rs',
} as const;

/** The policy for farms that are not certified. Source: docs/rules.md#minting-v3 */
export const DIY_POLICY = {
  ...PUBLISHED,
  id: 1,
  name: 'DIY',
  rates: { cuMusd: 2400, suMusd: 1000, nuMusd: 30, ipv4HourMusd: 5 },
} as const satisfies FarmingPolicy;

/** The policy for certified farms. Source: docs/rules.md#minting-v3 */
export const CERTIFIED_POLICY = {
  ...PUBLISHED,
  id: 2,
  name: 'certified',
  rates: { cuMusd: 3000, suMusd: 1250, nuMusd: 38, ipv4HourMusd: 6 },
} as const satisfies FarmingPolicy;

/** The policies whose numbers are published and checked. */
export const PUBLISHED_POLICIES: readonly FarmingPolicy[] = [DIY_POLICY, CERTIFIED_POLICY];

/**
 * Numbers from a public script that were not checked against the chain. They are shown as examples to enter; nothing is
 * computed from them. Source: docs/rules.md#other-policies
 */
export const PUBLISHED_EXAMPLES = [
  {
    name: 'gold',
    rates: { cuMusd: 3600, suMusd: 2250, nuMusd: 45, ipv4HourMusd: 5 },
    minimumPermille: 998,
    note: message('rules:core.policyExampleNotChecked'),
  },
] as const satisfies readonly {
  readonly name: string;
  readonly rates: PolicyRates;
  readonly minimumPermille: number;
  readonly note: Message;
}[];

/** A policy by its number, where nothing but that is known. */
function unknownPolicy(id: number): FarmingPolicy {
  return {
    id,
    name: null,
    rates: null,
    minimumPermille: null,
    isDefault: null,
    isImmutable: null,
    origin: 'unknown',
    source: null,
  };
}

/** The published policy with a number, or one of which nothing is known. */
export function publishedPolicy(id: number): FarmingPolicy {
  return PUBLISHED_POLICIES.find((policy) => policy.id === id) ?? unknownPolicy(id);
}

/** The refusal of a figure that depends on a policy whose numbers are not known. */
export function policyUnknown(id: number): FarmerError {
  return new FarmerError('REFUSED', message('rules:core.policyNumbersUnknown', { id }), {
    hint: message('rules:core.typePolicyIn', { id }),
    details: { policy: id },
  });
}
