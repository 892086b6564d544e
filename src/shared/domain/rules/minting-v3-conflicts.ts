import type { RuleConflict } from './rule-set.ts';

/** Where public texts about today's minting disagree, and what the product does. Source: docs/rules.md#conflicts */
export const MINTING_V3_CONFLICTS = [
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
] as const satisfies readonly RuleConflict[];
