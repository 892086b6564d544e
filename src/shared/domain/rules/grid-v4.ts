import type { RuleSet } from '#shared/contract/rules/rules.ts';
import { message } from '#shared/message.ts';

const PLAN = 'economics';
const ROADMAP = 'roadmap';

/** The plan for grid v4: the farmer sells slices and keeps 80 %. Source: docs/rules.md#grid-v4 */
export const gridV4 = {
  id: 'grid-v4',
  title: message('app:core.gridV4Title'),
  status: 'plan',
  summary: message('rules:core.gridV4Summary'),
  basedOn: null,
  from: null,
  until: null,
  sources: [
    {
      id: ROADMAP,
      title: message('rules:core.implementationRoadmap'),
      reference: 'tfgrid docs_tfgrid_economics, "Implementation & Roadmap"',
    },
    {
      id: PLAN,
      title: message('rules:core.tfgrid4Economics'),
      reference: 'tfgrid docs_tfgrid_economics (October 2025)',
    },
    {
      id: 'gep-2024',
      title: message('rules:core.proposalMarch2024'),
      reference: 'ThreeFold forum, GEP of March 2024',
    },
    { id: 'inca', title: message('app:core.incaDraftTitle'), reference: 'public draft with a split of 60/20/20' },
    {
      id: 'december-2024',
      title: message('app:core.ruleTextDecember2024'),
      reference: 'public text with a split of 80/10/10 to cooperative and partners',
    },
    { id: 'product', title: message('rules:core.ownAssumption'), reference: 'docs/rules.md#grid-v4' },
  ],
  constants: [
    { id: 'share-farmer', label: message('rules:core.revenueFarmer'), value: '80', unit: '%', source: ROADMAP },
    { id: 'share-burned', label: message('rules:core.revenueBurned'), value: '10', unit: '%', source: ROADMAP },
    { id: 'share-threefold', label: message('rules:core.revenueThreeFold'), value: '10', unit: '%', source: ROADMAP },
    {
      id: 'amortisation',
      label: message('rules:core.hardwareMonths'),
      value: '60',
      unit: 'months',
      source: ROADMAP,
    },
    { id: 'cc-gold', label: message('rules:core.goldPerCloudCredit'), value: '0.001', unit: 'gram', source: ROADMAP },
    {
      id: 'cc-tft',
      label: message('rules:core.tftPerCloudCredit'),
      value: '2',
      unit: 'TFT',
      source: PLAN,
    },
    {
      id: 'exit-lifetime',
      label: message('rules:core.exitShare'),
      value: '50',
      unit: '%',
      source: PLAN,
    },
    {
      id: 'exit-period',
      label: message('rules:core.poolShare'),
      value: '5',
      unit: '%',
      source: PLAN,
    },
    {
      id: 'exit-discount',
      label: message('rules:core.leastDiscount'),
      value: '20',
      unit: '%',
      source: PLAN,
    },
  ],
  formulas: [
    {
      id: 'revenue',
      label: message('rules:core.revenue'),
      text: message('rules:core.revenueFormula'),
      anchor: 'grid-v4',
      source: 'product',
    },
    {
      id: 'split',
      label: message('rules:core.split'),
      text: message('rules:core.split801010'),
      anchor: 'split-grid-v4',
      source: ROADMAP,
    },
    {
      id: 'cc',
      label: message('rules:core.cloudCredit'),
      text: message('rules:core.cloudCreditFormula'),
      anchor: 'cloud-credit',
      source: PLAN,
    },
    {
      id: 'auction',
      label: message('rules:core.exitAuction'),
      text: message('rules:core.auctionFormula'),
      anchor: 'auction',
      source: PLAN,
    },
    {
      id: 'margin',
      label: message('rules:core.marginKept'),
      text: message('rules:core.marginFormula'),
      anchor: 'auction',
      source: 'product',
    },
    {
      id: 'positions',
      label: message('rules:core.liquidityShare'),
      text: message('rules:core.shareFormula'),
      anchor: 'positions',
      source: 'product',
    },
    {
      id: 'lifetime-cap',
      label: message('rules:core.exitCap'),
      text: message('rules:core.exitCapFormula'),
      anchor: 'auction-limits',
      source: 'product',
    },
  ],
  conflicts: [
    {
      id: 'burn-or-not',
      question: message('rules:core.isTftBurned'),
      readings: [
        { says: message('rules:core.tenthBurned'), source: ROADMAP },
        { says: message('rules:core.burningStops'), source: 'gep-2024' },
      ],
      decision: message('rules:core.burningByProposal'),
    },
    {
      id: 'split',
      question: message('rules:core.howIsRevenueSplit'),
      readings: [
        { says: message('rules:core.split801010Burned'), source: ROADMAP },
        { says: message('rules:core.split602020'), source: 'inca' },
        { says: message('rules:core.split801010Cooperative'), source: 'december-2024' },
      ],
      decision: message('rules:core.split801010Burn'),
    },
    {
      id: 'slice-currency',
      question: message('rules:core.whichPriceUnit'),
      readings: [
        { says: message('rules:core.priceUnitsDiffer'), source: PLAN },
        { says: message('rules:core.hardwareCostNote'), source: 'product' },
      ],
      decision: message('rules:core.unitIsSwitchable'),
    },
  ],
} as const satisfies RuleSet;
