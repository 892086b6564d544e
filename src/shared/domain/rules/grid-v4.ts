import type { RuleSet } from '#shared/contract/rules/rules.ts';

const PLAN = 'economics';
const ROADMAP = 'roadmap';

/** The plan for grid v4: the farmer sells slices and keeps 80 %. Source: docs/rules.md#grid-v4 */
export const gridV4 = {
  id: 'grid-v4',
  title: 'Grid v4 plan',
  status: 'plan',
  summary: 'No minting: users pay for slices at prices the farmer sets, and 80 % of it is the farmer’s.',
  basedOn: null,
  from: null,
  until: null,
  sources: [
    {
      id: ROADMAP,
      title: 'Implementation and roadmap',
      reference: 'tfgrid docs_tfgrid_economics, "Implementation & Roadmap"',
    },
    { id: PLAN, title: 'TFGrid 4 economics', reference: 'tfgrid docs_tfgrid_economics (October 2025)' },
    { id: 'gep-2024', title: 'Grid enhancement proposal, March 2024', reference: 'ThreeFold forum, GEP of March 2024' },
    { id: 'inca', title: 'INCA draft', reference: 'public draft with a split of 60/20/20' },
    {
      id: 'december-2024',
      title: 'Text of December 2024',
      reference: 'public text with a split of 80/10/10 to cooperative and partners',
    },
    { id: 'product', title: 'Assumption of this product', reference: 'docs/rules.md#grid-v4' },
  ],
  constants: [
    { id: 'share-farmer', label: 'Revenue, farmer', value: '80', unit: '%', source: ROADMAP },
    { id: 'share-burned', label: 'Revenue, buys and burns TFT', value: '10', unit: '%', source: ROADMAP },
    { id: 'share-threefold', label: 'Revenue, ThreeFold', value: '10', unit: '%', source: ROADMAP },
    {
      id: 'amortisation',
      label: 'Months over which hardware is paid off',
      value: '60',
      unit: 'months',
      source: ROADMAP,
    },
    { id: 'cc-gold', label: 'Gold in one Cloud Credit', value: '0.001', unit: 'gram', source: ROADMAP },
    {
      id: 'cc-tft',
      label: 'TFT for one Cloud Credit, until the market passes it',
      value: '2',
      unit: 'TFT',
      source: PLAN,
    },
    {
      id: 'exit-lifetime',
      label: 'Part of the contributions that may leave by auction',
      value: '50',
      unit: '%',
      source: PLAN,
    },
    {
      id: 'exit-period',
      label: "Part of the pool's USDC that one period may use",
      value: '5',
      unit: '%',
      source: PLAN,
    },
    { id: 'exit-discount', label: 'Least discount to the market price', value: '20', unit: '%', source: PLAN },
  ],
  formulas: [
    {
      id: 'revenue',
      label: 'Revenue',
      text: 'slices × price a month × utilisation × uptime',
      anchor: 'grid-v4',
      source: 'product',
    },
    {
      id: 'split',
      label: 'Split',
      text: 'farmer 80 %, burned 10 %, ThreeFold 10 %',
      anchor: 'split-grid-v4',
      source: ROADMAP,
    },
    {
      id: 'cc',
      label: 'Cloud Credit',
      text: '1 CC = 1 mg of gold; 1 CC = min(2, CC price / TFT price) TFT',
      anchor: 'cloud-credit',
      source: PLAN,
    },
    {
      id: 'auction',
      label: 'Exit auction',
      text: 'bids by price, lowest first, until the first that does not fit whole; the last accepted sets one price',
      anchor: 'auction',
      source: PLAN,
    },
    {
      id: 'margin',
      label: 'Margin kept',
      text: 'Σ amount × (clearing price − minimum price) over the accepted bids',
      anchor: 'auction',
      source: 'product',
    },
    {
      id: 'positions',
      label: 'Liquidity share',
      text: 'amount × time held / Σ (amount × time held)',
      anchor: 'positions',
      source: 'product',
    },
    {
      id: 'lifetime-cap',
      label: 'Exit cap',
      text: '0.5 × contributed − past exits',
      anchor: 'auction-limits',
      source: 'product',
    },
  ],
  conflicts: [
    {
      id: 'burn-or-not',
      question: 'Is TFT burned?',
      readings: [
        { says: 'A tenth of the revenue is burned.', source: ROADMAP },
        { says: 'Burning stops.', source: 'gep-2024' },
      ],
      decision: 'They belong to two rule sets: a tenth here, none under the 2024 proposal.',
    },
    {
      id: 'split',
      question: 'How is the revenue split?',
      readings: [
        { says: '80 % farmer, 10 % burned, 10 % ThreeFold.', source: ROADMAP },
        { says: '60/20/20.', source: 'inca' },
        { says: '80 % farmer, 10 % cooperative, 10 % partners.', source: 'december-2024' },
      ],
      decision: '80/10/10 with the burn; the others are shown for comparison.',
    },
    {
      id: 'slice-currency',
      question: 'Are the published slice prices in Cloud Credits or in USD?',
      readings: [
        { says: 'Cloud Credits in one edition, USD in another, with the same figures.', source: PLAN },
        { says: 'Hardware cost over 60 months only adds up in USD.', source: 'product' },
      ],
      decision: 'A stated, switchable unit; USD by default.',
    },
  ],
} as const satisfies RuleSet;
