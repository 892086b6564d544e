import { Decimal } from '#shared/decimal.ts';
import { FARMING_2_CAP_TFT, GEP_2024_CAP_TFT } from '#shared/domain/economy/minting-cap.ts';
import { farmerShare, GEP_2024_SPLIT, GRID_V4_SPLIT } from '#shared/domain/economy/splits.ts';
import type { RuleSetId } from '#shared/domain/rules/registry.ts';

/** What the projections need to know of a rule set. */
export interface RulePay {
  /** Minted for the uptime; farmed, worth the same in USD whatever the uptime and the price of a TFT; or none. */
  readonly tft: 'minted' | 'farmed' | 'none';
  /** The supply of TFT at which no more are paid out; null where there is no such end. */
  readonly capTft: Decimal | null;
  /** What the farmer keeps of the revenue from use: a fraction from 0 to 1. */
  readonly keptRevenue: Decimal;
  /** The formula of the rule set that gives the money of a month. */
  readonly formula: string;
}

const NONE = new Decimal(0);
const ALL = new Decimal(1);

/** How each rule set pays. */
export const RULE_PAY: Readonly<Record<RuleSetId, RulePay>> = {
  'minting-v3': { tft: 'minted', capTft: null, keptRevenue: NONE, formula: 'tft' },
  'gep-2024': {
    tft: 'minted',
    capTft: GEP_2024_CAP_TFT,
    keptRevenue: farmerShare(ALL, GEP_2024_SPLIT),
    formula: 'utilisation',
  },
  'grid-v4': { tft: 'none', capTft: null, keptRevenue: farmerShare(ALL, GRID_V4_SPLIT), formula: 'split' },
  'farming-2.0': { tft: 'farmed', capTft: FARMING_2_CAP_TFT, keptRevenue: NONE, formula: 'tft' },
};

/** Whether users' payments are any part of what a rule set pays. */
export function hasRevenue(rules: RuleSetId): boolean {
  return RULE_PAY[rules].keptRevenue.gt(0);
}
