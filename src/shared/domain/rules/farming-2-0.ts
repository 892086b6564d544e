import type { RuleSet } from '#shared/contract/rules/rules.ts';
import { message } from '#shared/message.ts';

const TEXT = 'farming-logic-2';

/** The farming logic of 2020 and 2021. Source: docs/rules.md#farming-2-0 */
export const farming20 = {
  id: 'farming-2.0',
  title: message('rules:core.farming20'),
  status: 'historic',
  summary: message('rules:core.farming20Summary'),
  basedOn: null,
  from: '2020',
  until: '2021',
  sources: [
    {
      id: TEXT,
      title: message('rules:core.farmingLogicV2'),
      reference: 'ThreeFold wiki, Farming Logic v2.0 (last change noted December 2022)',
    },
    {
      id: 'simulator-2020',
      title: message('rules:core.simulator2020'),
      reference: 'threefoldtecharchive/jumpscaleX_libs_extra@7432402',
    },
    {
      id: 'gep-2024',
      title: message('rules:core.proposalMarch2024'),
      reference: 'ThreeFold forum, GEP of March 2024',
    },
    { id: 'product', title: message('rules:core.ownAssumption'), reference: 'docs/rules.md#farming-2-0' },
  ],
  constants: [
    { id: 'cpr-price', label: message('rules:core.pricePerCpr'), value: '40', unit: 'USD', source: TEXT },
    {
      id: 'return-months',
      label: message('rules:core.firstBatchMonths'),
      value: '6',
      unit: 'months',
      source: TEXT,
    },
    { id: 'cap', label: message('rules:core.largestSupply'), value: '4000000000', unit: 'TFT', source: TEXT },
    {
      id: 'last-fraction',
      label: message('rules:core.capShareLimit'),
      value: '0.999',
      unit: '',
      source: TEXT,
    },
    { id: 'price-start', label: message('rules:core.tftPriceApril2020'), value: '0.15', unit: 'USD', source: TEXT },
    { id: 'price-growth', label: message('rules:core.monthlyPriceGrowth'), value: '0.02', unit: '', source: TEXT },
    {
      id: 'payout-delay',
      label: message('rules:core.daysUntilPayment'),
      value: '4',
      unit: 'days',
      source: TEXT,
    },
    {
      id: 'uptime-diy',
      label: message('rules:core.thresholdDiy'),
      value: '99',
      unit: '%',
      source: TEXT,
    },
    {
      id: 'uptime-certified',
      label: message('rules:core.thresholdCertified'),
      value: '99.8',
      unit: '%',
      source: TEXT,
    },
    {
      id: 'utilisation-full',
      label: message('rules:core.utilisationForAll'),
      value: '50',
      unit: '%',
      source: TEXT,
    },
    {
      id: 'utilisation-half',
      label: message('rules:core.utilisationForHalf'),
      value: '25',
      unit: '%',
      source: TEXT,
    },
    {
      id: 'utilisation-free',
      label: message('rules:core.monthsWithoutUtilisation'),
      value: '12',
      unit: 'months',
      source: TEXT,
    },
    {
      id: 'zone-emerging',
      label: message('rules:core.zoneEmerging'),
      value: '1',
      unit: 'Mbit/s',
      source: TEXT,
    },
    { id: 'zone-other', label: message('rules:core.zoneElsewhere'), value: '10', unit: 'Mbit/s', source: TEXT },
  ],
  formulas: [
    {
      id: 'units',
      label: message('rules:core.units2020'),
      text: message('rules:core.unitsFormula2020'),
      anchor: 'cu-v2',
      source: 'simulator-2020',
    },
    {
      id: 'cpr',
      label: message('rules:core.cloudProductionRate'),
      text: message('rules:core.cprFormula'),
      anchor: 'cpr',
      source: TEXT,
    },
    {
      id: 'difficulty',
      label: message('rules:core.difficultyFactor'),
      text: message('rules:core.difficultyFormula'),
      anchor: 'difficulty',
      source: TEXT,
    },
    {
      id: 'tft',
      label: message('rules:core.rewardTft'),
      text: message('rules:core.farming20Formula'),
      anchor: 'farming-2-0',
      source: TEXT,
    },
    {
      id: 'price',
      label: message('rules:core.tftPrice2020'),
      text: message('rules:core.priceSchedule2020Formula'),
      anchor: 'price-2020',
      source: 'product',
    },
    {
      id: 'calendar',
      label: message('rules:core.payout'),
      text: message('rules:core.calendarMonthPeriod'),
      anchor: 'calendar-2-0',
      source: TEXT,
    },
  ],
  conflicts: [
    {
      id: 'difficulty-level',
      question: message('rules:core.isRewardDividedOrMultiplied'),
      readings: [
        { says: message('rules:core.formulaDivides'), source: TEXT },
        { says: message('rules:core.codeMultiplies'), source: TEXT },
      ],
      decision: message('rules:core.levelIsOneFactor'),
    },
    {
      id: 'two-caps',
      question: message('rules:core.whichCap'),
      readings: [
        { says: message('rules:core.fourBillion'), source: TEXT },
        { says: message('rules:core.oneBillionStellar'), source: 'gep-2024' },
      ],
      decision: message('rules:core.bothRuleSets'),
    },
  ],
} as const satisfies RuleSet;
