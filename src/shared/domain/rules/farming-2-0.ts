import type { RuleSet } from '#shared/contract/rules/rules.ts';

const TEXT = 'farming-logic-2';

/** The farming logic of 2020 and 2021. Source: docs/rules.md#farming-2-0 */
export const farming20 = {
  id: 'farming-2.0',
  title: 'Farming 2.0',
  status: 'historic',
  summary:
    'CPR times a price in USD, turned into TFT at the market price and reduced as the supply nears four billion.',
  basedOn: null,
  from: '2020',
  until: '2021',
  sources: [
    {
      id: TEXT,
      title: 'Farming Logic v2.0',
      reference: 'ThreeFold wiki, Farming Logic v2.0 (last change noted December 2022)',
    },
    {
      id: 'simulator-2020',
      title: 'The simulator of 2020',
      reference: 'threefoldtecharchive/jumpscaleX_libs_extra@7432402',
    },
    { id: 'gep-2024', title: 'Grid enhancement proposal, March 2024', reference: 'ThreeFold forum, GEP of March 2024' },
    { id: 'product', title: 'Assumption of this product', reference: 'docs/rules.md#farming-2-0' },
  ],
  constants: [
    { id: 'cpr-price', label: 'Price of one CPR', value: '40', unit: 'USD', source: TEXT },
    { id: 'return-months', label: 'Months in which the first batch returns', value: '6', unit: 'months', source: TEXT },
    { id: 'cap', label: 'Most TFT ever', value: '4000000000', unit: 'TFT', source: TEXT },
    {
      id: 'last-fraction',
      label: 'Part of the cap past which nothing is paid',
      value: '0.999',
      unit: '',
      source: TEXT,
    },
    { id: 'price-start', label: 'TFT price of April 2020', value: '0.15', unit: 'USD', source: TEXT },
    { id: 'price-growth', label: 'Growth of that price a month from May 2020', value: '0.02', unit: '', source: TEXT },
    {
      id: 'payout-delay',
      label: 'Days from the computation on the first to the payment',
      value: '4',
      unit: 'days',
      source: TEXT,
    },
    {
      id: 'uptime-diy',
      label: 'Uptime threshold, DIY (written down, never switched on)',
      value: '99',
      unit: '%',
      source: TEXT,
    },
    {
      id: 'uptime-certified',
      label: 'Uptime threshold, certified (written down, never switched on)',
      value: '99.8',
      unit: '%',
      source: TEXT,
    },
    { id: 'utilisation-full', label: 'Utilisation above which all is paid', value: '50', unit: '%', source: TEXT },
    { id: 'utilisation-half', label: 'Utilisation above which half is paid', value: '25', unit: '%', source: TEXT },
    {
      id: 'utilisation-free',
      label: 'Months in which utilisation does not count',
      value: '12',
      unit: 'months',
      source: TEXT,
    },
    { id: 'zone-emerging', label: 'Network zone in emerging regions', value: '1', unit: 'Mbit/s', source: TEXT },
    { id: 'zone-other', label: 'Network zone elsewhere', value: '10', unit: 'Mbit/s', source: TEXT },
  ],
  formulas: [
    {
      id: 'units',
      label: 'Units of 2020',
      text: 'CU = min(2 × cru, (mru − 1) / 4), SU = hru / 1200 + sru / 240, amounts in GiB',
      anchor: 'cu-v2',
      source: 'simulator-2020',
    },
    { id: 'cpr', label: 'Cloud production rate', text: 'CPR = 1.5 × CU + SU', anchor: 'cpr', source: TEXT },
    {
      id: 'difficulty',
      label: 'Difficulty factor',
      text: 'factor = 1 − p with p = farmed / 4,000,000,000, and 0 where p > 0.999',
      anchor: 'difficulty',
      source: TEXT,
    },
    {
      id: 'tft',
      label: 'Reward in TFT',
      text: 'TFT = CPR × (40 / 6) / TFT price × factor',
      anchor: 'farming-2-0',
      source: TEXT,
    },
    {
      id: 'price',
      label: 'TFT price until the end of 2020',
      text: 'price = 0.15 × 1.02^months since April 2020',
      anchor: 'price-2020',
      source: 'product',
    },
    {
      id: 'calendar',
      label: 'Payout',
      text: 'a calendar month, computed on the first of the next and paid four days later',
      anchor: 'calendar-2-0',
      source: TEXT,
    },
  ],
  conflicts: [
    {
      id: 'difficulty-level',
      question: 'Is the reward divided by the difficulty level or multiplied by 1 − p?',
      readings: [
        { says: 'The formula in words divides by the level.', source: TEXT },
        { says: 'The code of the same text multiplies by 1 − p.', source: TEXT },
      ],
      decision:
        'They are one factor: the level is 1 / (1 − p). The product multiplies by 1 − p, so nothing is ever divided by zero.',
    },
    {
      id: 'two-caps',
      question: 'Is the cap four billion TFT or one billion?',
      readings: [
        { says: 'Four billion.', source: TEXT },
        { says: 'One billion on Stellar.', source: 'gep-2024' },
      ],
      decision: 'Both: each belongs to its own rule set.',
    },
  ],
} as const satisfies RuleSet;
