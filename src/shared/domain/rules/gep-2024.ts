import type { RuleSet } from '#shared/contract/rules/rules.ts';
import { message } from '#shared/message.ts';

const GEP = 'gep-2024';

/** The grid enhancement proposal of March 2024, laid over the running minting. Source: docs/rules.md#gep-2024 */
export const gep2024 = {
  id: 'gep-2024',
  title: message('rules:core.proposal2024Title'),
  status: 'adopted',
  summary: message('rules:core.proposal2024Summary'),
  basedOn: 'minting-v3',
  from: '2024-03',
  until: null,
  sources: [
    {
      id: GEP,
      title: message('rules:core.proposalMarch2024Discussion'),
      reference: 'ThreeFold forum, GEP "Minting and Farming Rewards Updates" of March 2024',
    },
    {
      id: 'minting-program',
      title: message('rules:core.mintingProgram'),
      reference: 'threefoldtech/minting_v3@fc7e17d minting/src/main.rs, period.rs, receipt.rs, violation.rs',
    },
    {
      id: 'economics-roadmap',
      title: message('rules:core.implementationRoadmap'),
      reference: 'tfgrid docs_tfgrid_economics (October 2025)',
    },
  ],
  constants: [
    { id: 'share-farmer', label: message('rules:core.utilisationRevenueFarmer'), value: '50', unit: '%', source: GEP },
    {
      id: 'share-cooperative',
      label: message('rules:core.utilisationRevenueCooperative'),
      value: '40',
      unit: '%',
      source: GEP,
    },
    {
      id: 'share-validators',
      label: message('rules:core.utilisationRevenueValidatorStakers'),
      value: '10',
      unit: '%',
      source: GEP,
    },
    {
      id: 'target-diy',
      label: message('rules:core.uptimeTargetDiy'),
      value: '950',
      unit: 'permille of the period',
      source: GEP,
    },
    {
      id: 'target-certified',
      label: message('rules:core.uptimeTargetCertified'),
      value: '980',
      unit: 'permille of the period',
      source: GEP,
    },
    { id: 'late-wake', label: message('rules:core.longestWakeUp'), value: '1800', unit: 'seconds', source: GEP },
    { id: 'late-wakes', label: message('rules:core.lateWakeUpLimit'), value: '2', unit: 'in one period', source: GEP },
    {
      id: 'cap',
      label: message('rules:core.stellarCap'),
      value: '1000000000',
      unit: 'TFT',
      source: GEP,
    },
    { id: 'kyc', label: message('rules:core.kycSpending'), value: '1000', unit: 'USD', source: GEP },
  ],
  formulas: [
    {
      id: 'reward',
      label: message('rules:core.reward'),
      text: message('rules:core.mintingUntilCap'),
      anchor: 'gep-2024',
      source: GEP,
    },
    {
      id: 'utilisation',
      label: message('rules:core.utilisationRevenue'),
      text: message('rules:core.split504010'),
      anchor: 'split-gep-2024',
      source: GEP,
    },
    {
      id: 'run-out',
      label: message('rules:core.endMinting'),
      text: message('rules:core.monthsUntilCapFormula'),
      anchor: 'caps',
      source: GEP,
    },
  ],
  conflicts: [
    {
      id: 'gep-first-period',
      question: message('rules:core.isFirstPeriodShorter'),
      readings: [
        { says: message('rules:core.yesByAuthors'), source: GEP },
        { says: message('rules:core.wholePeriodByCode'), source: 'minting-program' },
      ],
      decision: message('rules:core.otherReadingShown'),
    },
    {
      id: 'cap-supply',
      question: message('rules:core.whichMintedFigure'),
      readings: [
        { says: message('rules:core.oneBillionByProposal'), source: GEP },
        { says: message('rules:core.mintedInExample'), source: GEP },
      ],
      decision: message('rules:core.capIsInput'),
    },
    {
      id: 'burning',
      question: message('rules:core.isTftBurned'),
      readings: [
        { says: message('rules:core.burningStops'), source: GEP },
        { says: message('rules:core.tenthBurned'), source: 'economics-roadmap' },
      ],
      decision: message('rules:core.burningByPlan'),
    },
  ],
} as const satisfies RuleSet;
