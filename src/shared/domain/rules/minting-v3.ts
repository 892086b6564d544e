import type { RuleSet } from '#shared/contract/rules/rules.ts';
import { PERIOD_LENGTH_S, TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import { message } from '#shared/message.ts';
import { CERTIFIED_POLICY, DIY_POLICY } from './policies.ts';

/** The price of TFT in milli-USD that nodes register with today: 0.08 USD. Source: docs/rules.md#connection-price */
export const DEFAULT_CONNECTION_PRICE_MUSD = 80;

const PROGRAM = 'minting-program';

const POLICY_LABELS = {
  1: {
    cu: message('rules:core.computeRewardPolicy1'),
    su: message('rules:core.storageRewardPolicy1'),
    nu: message('rules:core.trafficRewardPolicy1'),
    ipv4: message('rules:core.addressRewardPolicy1'),
  },
  2: {
    cu: message('rules:core.computeRewardPolicy2'),
    su: message('rules:core.storageRewardPolicy2'),
    nu: message('rules:core.trafficRewardPolicy2'),
    ipv4: message('rules:core.addressRewardPolicy2'),
  },
} as const;

function policyConstants({ id, rates }: typeof DIY_POLICY | typeof CERTIFIED_POLICY) {
  const of = (suffix: keyof (typeof POLICY_LABELS)[1], value: number, unit: string) => ({
    id: `policy-${id}-${suffix}`,
    label: POLICY_LABELS[id][suffix],
    value: String(value),
    unit,
    source: 'chain-policies',
  });
  return [
    of('cu', rates.cuMusd, 'mUSD per CU and month'),
    of('su', rates.suMusd, 'mUSD per SU and month'),
    of('nu', rates.nuMusd, 'mUSD per GiB'),
    of('ipv4', rates.ipv4HourMusd, 'mUSD per IPv4 hour'),
  ];
}

/** Where public texts about today's minting disagree, and what the product does. Source: docs/rules.md#conflicts */
const CONFLICTS = [
  {
    id: 'first-period',
    question: message('rules:core.isFirstPeriodShorter'),
    readings: [
      { says: message('rules:core.yesByDiscussion'), source: 'gep-2024' },
      { says: message('rules:core.wholePeriodByManual'), source: 'minting-program' },
    ],
    decision: message('rules:core.otherReadingShown'),
  },
  {
    id: 'below-target',
    question: message('rules:core.isPeriodPaidInPart'),
    readings: [{ says: message('rules:core.nothingBelowTarget'), source: 'minting-program' }],
    decision: message('rules:core.zeroBelowTarget'),
  },
  {
    id: 'late-boot',
    question: message('rules:core.howManyLateWakeUps'),
    readings: [
      { says: message('rules:core.firstByOlderPage'), source: 'farmers-manual' },
      { says: message('rules:core.second'), source: 'minting-program' },
    ],
    decision: message('rules:core.secondLateWakeUpLoses'),
  },
  {
    id: 'certified-target',
    question: message('rules:core.whichCertifiedTarget'),
    readings: [
      { says: message('rules:core.percent95'), source: 'chain-policies' },
      { says: message('rules:core.percent98'), source: 'minting-program' },
    ],
    decision: message('rules:core.enforcedTarget98'),
  },
  {
    id: 'period-dates',
    question: message('rules:core.whichPeriodDates'),
    readings: [
      { says: message('rules:core.oneDayEarlierByTable'), source: 'farmers-manual' },
      { says: message('rules:core.periodsByLength'), source: 'minting-program' },
    ],
    decision: message('rules:core.computedDates'),
  },
  {
    id: 'receipt-price',
    question: message('rules:core.whichReceiptPrice'),
    readings: [
      { says: message('rules:core.receiptStatesDefault'), source: 'minting-program' },
      { says: message('rules:core.payoutDividesByOwnPrice'), source: 'minting-program' },
    ],
    decision: message('rules:core.ownConnectionPriceUsed'),
  },
] as const satisfies RuleSet['conflicts'];

/** The rules that the running minting program applies. Source: docs/rules.md#minting-v3 */
export const mintingV3 = {
  id: 'minting-v3',
  title: message('rules:core.grid3Minting'),
  status: 'running',
  summary: message('rules:core.mintingSummary'),
  basedOn: null,
  from: '2022-01',
  until: null,
  sources: [
    {
      id: PROGRAM,
      title: message('rules:core.mintingProgram'),
      reference: 'threefoldtech/minting_v3@fc7e17d minting/src/main.rs, period.rs, receipt.rs, violation.rs',
    },
    {
      id: 'chain-policies',
      title: message('rules:core.farmingPolicies'),
      reference: 'threefoldtech/tfchain@33046d6 node/src/chain_spec.rs',
    },
    {
      id: 'farmers-manual',
      title: message('rules:core.farmersManual'),
      reference: 'threefoldtech/info_grid@fa738c1 farmers manual',
    },
    {
      id: 'gep-2024',
      title: message('rules:core.proposalMarch2024Discussion'),
      reference: 'ThreeFold forum, GEP of March 2024',
    },
  ],
  constants: [
    ...policyConstants(DIY_POLICY),
    ...policyConstants(CERTIFIED_POLICY),
    {
      id: 'certified-bonus',
      label: message('rules:core.certifiedFactor'),
      value: '1.25',
      unit: '',
      source: PROGRAM,
    },
    {
      id: 'target-diy',
      label: message('rules:core.uptimeTargetDiy'),
      value: String(TARGET_PERMILLE.diy),
      unit: 'permille of the period',
      source: PROGRAM,
    },
    {
      id: 'target-certified',
      label: message('rules:core.uptimeTargetCertified'),
      value: String(TARGET_PERMILLE.certified),
      unit: 'permille of the period',
      source: PROGRAM,
    },
    {
      id: 'period-length',
      label: message('rules:core.mintingPeriod'),
      value: String(PERIOD_LENGTH_S),
      unit: 'seconds',
      source: PROGRAM,
    },
    {
      id: 'connection-price',
      label: message('rules:core.connectionPriceDefault'),
      value: String(DEFAULT_CONNECTION_PRICE_MUSD),
      unit: 'mUSD per TFT',
      source: PROGRAM,
    },
  ],
  formulas: [
    {
      id: 'cu',
      label: message('rules:core.computeUnits'),
      text: message('rules:core.cuFormula'),
      anchor: 'cu-v3',
      source: PROGRAM,
    },
    {
      id: 'su',
      label: message('rules:core.storageUnits'),
      text: message('rules:core.suFormula'),
      anchor: 'cu-v3',
      source: PROGRAM,
    },
    {
      id: 'base',
      label: message('rules:core.baseReward'),
      text: message('rules:core.baseFormula'),
      anchor: 'minting-v3',
      source: PROGRAM,
    },
    {
      id: 'certified',
      label: message('rules:core.certifiedOnPolicy1'),
      text: message('rules:core.fullFormula'),
      anchor: 'minting-v3',
      source: PROGRAM,
    },
    {
      id: 'tft',
      label: message('rules:core.rewardTft'),
      text: message('rules:core.tftFormula'),
      anchor: 'connection-price',
      source: PROGRAM,
    },
    {
      id: 'uptime',
      label: message('rules:core.uptime'),
      text: message('rules:core.permilleFormula'),
      anchor: 'permille',
      source: PROGRAM,
    },
    {
      id: 'zero',
      label: message('rules:core.whatZeroesPeriod'),
      text: message('rules:core.zeroingOrder'),
      anchor: 'zero-causes',
      source: PROGRAM,
    },
  ],
  conflicts: CONFLICTS,
} as const satisfies RuleSet;
