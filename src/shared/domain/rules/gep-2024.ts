import type { RuleSet } from '#shared/contract/rules/rules.ts';

const GEP = 'gep-2024';

/** The grid enhancement proposal of March 2024, laid over the running minting. Source: docs/rules.md#gep-2024 */
export const gep2024 = {
  id: 'gep-2024',
  title: '2024 proposal over grid 3 minting',
  status: 'adopted',
  summary:
    'Minting as it runs today, plus half of what users pay for the node, until one billion TFT exist on Stellar.',
  basedOn: 'minting-v3',
  from: '2024-03',
  until: null,
  sources: [
    {
      id: GEP,
      title: 'Grid enhancement proposal, March 2024, with its discussion',
      reference: 'ThreeFold forum, GEP "Minting and Farming Rewards Updates" of March 2024',
    },
    {
      id: 'minting-program',
      title: 'The minting program',
      reference: 'threefoldtech/minting_v3@fc7e17d minting/src/main.rs, period.rs, receipt.rs, violation.rs',
    },
    {
      id: 'economics-roadmap',
      title: 'Implementation and roadmap',
      reference: 'tfgrid docs_tfgrid_economics (October 2025)',
    },
  ],
  constants: [
    { id: 'share-farmer', label: 'Utilisation revenue, farmer', value: '50', unit: '%', source: GEP },
    { id: 'share-cooperative', label: 'Utilisation revenue, cooperative', value: '40', unit: '%', source: GEP },
    { id: 'share-validators', label: 'Utilisation revenue, validator stakers', value: '10', unit: '%', source: GEP },
    { id: 'target-diy', label: 'Uptime target, DIY', value: '950', unit: 'permille of the period', source: GEP },
    {
      id: 'target-certified',
      label: 'Uptime target, certified',
      value: '980',
      unit: 'permille of the period',
      source: GEP,
    },
    { id: 'late-wake', label: 'Longest wake-up', value: '1800', unit: 'seconds', source: GEP },
    { id: 'late-wakes', label: 'Late wake-ups that lose a period', value: '2', unit: 'in one period', source: GEP },
    {
      id: 'cap',
      label: 'TFT on Stellar at which minting stops for good',
      value: '1000000000',
      unit: 'TFT',
      source: GEP,
    },
    { id: 'kyc', label: "A user's spending from which KYC is due", value: '1000', unit: 'USD', source: GEP },
  ],
  formulas: [
    {
      id: 'reward',
      label: 'Reward',
      text: 'as grid 3 minting, and zero once one billion TFT exist on Stellar',
      anchor: 'gep-2024',
      source: GEP,
    },
    {
      id: 'utilisation',
      label: 'Utilisation revenue',
      text: 'farmer 50 %, cooperative 40 %, validator stakers 10 % of what users pay, from the first deployment on',
      anchor: 'split-gep-2024',
      source: GEP,
    },
    {
      id: 'run-out',
      label: 'End of minting',
      text: 'months = ⌈(cap − minted) / minted a month⌉',
      anchor: 'caps',
      source: GEP,
    },
  ],
  conflicts: [
    {
      id: 'gep-first-period',
      question: 'Is the first period of a new node measured from the day it joined?',
      readings: [
        { says: 'Yes, by one reply of the authors.', source: GEP },
        { says: 'No: the running code counts the whole period.', source: 'minting-program' },
      ],
      decision: 'The whole period counts; the other reading is shown beside it.',
    },
    {
      id: 'cap-supply',
      question: 'From which figure does minting count down to its end?',
      readings: [
        { says: 'One billion on Stellar, by the proposal.', source: GEP },
        { says: '940 million in the worked example of the discussion, with burned TFT left out.', source: GEP },
      ],
      decision: 'One billion by default; the cap, what was minted and the monthly rate are inputs.',
    },
    {
      id: 'burning',
      question: 'Is TFT burned?',
      readings: [
        { says: 'Burning stops.', source: GEP },
        { says: 'A tenth of the revenue is burned.', source: 'economics-roadmap' },
      ],
      decision: 'They belong to two rule sets: none here, a tenth in the v4 plan.',
    },
  ],
} as const satisfies RuleSet;
