import type { RuleSet } from '#shared/contract/rules/rules.ts';
import { sentence } from '#shared/phrase.ts';
import { PERIOD_LENGTH_S, TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';

/** What one farming policy pays, in milli-USD: per CU and SU a month, per GiB of public traffic, per IPv4 hour. */
export interface FarmingPolicy {
  readonly cuMusd: bigint;
  readonly suMusd: bigint;
  readonly nuMusd: bigint;
  readonly ipv4HourMusd: bigint;
}

/** The farming policies that the running program knows: 1 is the DIY one, 2 the certified one. */
export type PolicyId = 1 | 2;
/** Every {@link PolicyId}. */
export const POLICY_IDS = [1, 2] as const satisfies readonly PolicyId[];

/** The rewards of each farming policy. Source: docs/rules.md#minting-v3 */
export const FARMING_POLICIES = {
  1: { cuMusd: 2400n, suMusd: 1000n, nuMusd: 30n, ipv4HourMusd: 5n },
  2: { cuMusd: 3000n, suMusd: 1250n, nuMusd: 38n, ipv4HourMusd: 6n },
} as const satisfies Readonly<Record<PolicyId, FarmingPolicy>>;

/** The price of TFT in milli-USD that nodes register with today: 0.08 USD. Source: docs/rules.md#connection-price */
export const DEFAULT_CONNECTION_PRICE_MUSD = 80;

const PROGRAM = 'minting-program';

const POLICY_LABELS = {
  1: {
    cu: sentence('Reward for compute, policy 1 (DIY)'),
    su: sentence('Reward for storage, policy 1 (DIY)'),
    nu: sentence('Reward for public traffic, policy 1 (DIY)'),
    ipv4: sentence('Reward for public addresses, policy 1 (DIY)'),
  },
  2: {
    cu: sentence('Reward for compute, policy 2 (certified)'),
    su: sentence('Reward for storage, policy 2 (certified)'),
    nu: sentence('Reward for public traffic, policy 2 (certified)'),
    ipv4: sentence('Reward for public addresses, policy 2 (certified)'),
  },
} as const satisfies Record<PolicyId, unknown>;

function policyConstants(id: PolicyId) {
  const policy = FARMING_POLICIES[id];
  const of = (suffix: keyof (typeof POLICY_LABELS)[PolicyId], value: bigint, unit: string) => ({
    id: `policy-${id}-${suffix}`,
    label: POLICY_LABELS[id][suffix],
    value: String(value),
    unit,
    source: 'chain-policies',
  });
  return [
    of('cu', policy.cuMusd, sentence('mUSD per CU and month')),
    of('su', policy.suMusd, sentence('mUSD per SU and month')),
    of('nu', policy.nuMusd, sentence('mUSD per GiB')),
    of('ipv4', policy.ipv4HourMusd, sentence('mUSD per IPv4 hour')),
  ];
}

/** Where public texts about today's minting disagree, and what the product does. Source: docs/rules.md#conflicts */
const CONFLICTS = [
  {
    id: 'first-period',
    question: 'Is the first period of a new node measured from the day it joined?',
    readings: [
      { says: 'Yes, by one reply in the discussion.', source: 'gep-2024' },
      { says: 'No: the whole period counts, also in the manual and in another comment.', source: 'minting-program' },
    ],
    decision: 'The whole period counts; the other reading is shown beside it.',
  },
  {
    id: 'below-target',
    question: 'Is a period below the uptime target paid in part?',
    readings: [
      { says: 'Nothing below the target; above it, in proportion to the permille.', source: 'minting-program' },
    ],
    decision: 'Zero below the target, in proportion above it.',
  },
  {
    id: 'late-boot',
    question: 'How many late wake-ups lose a period?',
    readings: [
      { says: 'The first, by an older page.', source: 'farmers-manual' },
      { says: 'The second.', source: 'minting-program' },
    ],
    decision: 'The second late wake-up loses the period in which it happens.',
  },
  {
    id: 'certified-target',
    question: 'What uptime must a certified node reach?',
    readings: [
      { says: '95 %', source: 'chain-policies' },
      { says: '98 %', source: 'minting-program' },
    ],
    decision: '98 %: what the running program enforces.',
  },
  {
    id: 'period-dates',
    question: 'On which dates do the periods from the end of September 2025 start?',
    readings: [
      { says: 'One day earlier than computed, by the table.', source: 'farmers-manual' },
      { says: 'Every 2,630,880 seconds from the first.', source: 'minting-program' },
    ],
    decision: 'The computed dates.',
  },
  {
    id: 'receipt-price',
    question: 'Which TFT price does a receipt state?',
    readings: [
      { says: 'The receipt always states 0.080 USD.', source: 'minting-program' },
      { says: "The payout itself divides by the node's own connection price.", source: 'minting-program' },
    ],
    decision: "The node's own connection price is used; the price printed on a receipt is not trusted.",
  },
] as const satisfies RuleSet['conflicts'];

/** The rules that the running minting program applies. Source: docs/rules.md#minting-v3 */
export const mintingV3 = {
  id: 'minting-v3',
  title: 'Grid 3 minting',
  status: 'running',
  summary:
    'A fixed reward in USD for every CU and SU, paid in TFT at the price of the day the node registered, scaled by uptime and nothing below the target.',
  basedOn: null,
  from: '2022-01',
  until: null,
  sources: [
    {
      id: PROGRAM,
      title: 'The minting program',
      reference: 'threefoldtech/minting_v3@fc7e17d minting/src/main.rs, period.rs, receipt.rs, violation.rs',
    },
    {
      id: 'chain-policies',
      title: 'The farming policies of the chain',
      reference: 'threefoldtech/tfchain@33046d6 node/src/chain_spec.rs',
    },
    {
      id: 'farmers-manual',
      title: "The farmer's manual",
      reference: 'threefoldtech/info_grid@fa738c1 farmers manual',
    },
    {
      id: 'gep-2024',
      title: 'Grid enhancement proposal, March 2024, with its discussion',
      reference: 'ThreeFold forum, GEP of March 2024',
    },
  ],
  constants: [
    ...policyConstants(1),
    ...policyConstants(2),
    {
      id: 'certified-bonus',
      label: 'Factor for a certified node on policy 1',
      value: '1.25',
      unit: '',
      source: PROGRAM,
    },
    {
      id: 'target-diy',
      label: 'Uptime target, DIY',
      value: String(TARGET_PERMILLE.diy),
      unit: 'permille of the period',
      source: PROGRAM,
    },
    {
      id: 'target-certified',
      label: 'Uptime target, certified',
      value: String(TARGET_PERMILLE.certified),
      unit: 'permille of the period',
      source: PROGRAM,
    },
    { id: 'period-length', label: 'Minting period', value: String(PERIOD_LENGTH_S), unit: 'seconds', source: PROGRAM },
    {
      id: 'connection-price',
      label: 'TFT price at registration, default',
      value: String(DEFAULT_CONNECTION_PRICE_MUSD),
      unit: 'mUSD per TFT',
      source: PROGRAM,
    },
  ],
  formulas: [
    {
      id: 'cu',
      label: 'Compute units',
      text: 'CU = min(2 × cru, (mru − 1) / 4, sru / 50), amounts in GiB, floored to millionths',
      anchor: 'cu-v3',
      source: PROGRAM,
    },
    {
      id: 'su',
      label: 'Storage units',
      text: 'SU = hru / 1200 + sru / 250, amounts in GiB, floored to millionths',
      anchor: 'cu-v3',
      source: PROGRAM,
    },
    {
      id: 'base',
      label: 'Base reward in mUSD',
      text: 'base = ⌊CU × policy.CU + SU × policy.SU + NU × policy.NU⌋ + ⌊IPv4 seconds × policy.IPv4 / 3600⌋',
      anchor: 'minting-v3',
      source: PROGRAM,
    },
    {
      id: 'certified',
      label: 'Certified node on policy 1',
      text: 'full = ⌊base × 5 / 4⌋; on policy 2, and for DIY, full = base',
      anchor: 'minting-v3',
      source: PROGRAM,
    },
    {
      id: 'tft',
      label: 'Reward in TFT',
      text: 'TFT = ⌊full × 10⁷ / connection price⌋ × 10⁻⁷, price in mUSD',
      anchor: 'connection-price',
      source: PROGRAM,
    },
    {
      id: 'uptime',
      label: 'Uptime',
      text: 'permille = min(1000, ⌊uptime × 1000 / 2630880⌋); below the target nothing, else ⌊amount × permille / 1000⌋',
      anchor: 'permille',
      source: PROGRAM,
    },
    {
      id: 'zero',
      label: 'What zeroes a period',
      text: 'uptime below the target, then a virtual machine, then any violation',
      anchor: 'zero-causes',
      source: PROGRAM,
    },
  ],
  conflicts: CONFLICTS,
} as const satisfies RuleSet;
