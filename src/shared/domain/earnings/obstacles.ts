import { Decimal } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import type { Obstacle, Obstacles } from '#shared/contract/earnings/projections.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { Assumptions } from './assumptions.ts';
import { fullTftOfMonth, mintedBefore, mintingReward, monthIncome, uptimeOfMonth } from './income.ts';
import { RULE_PAY } from './rule-pay.ts';

/** SSD that one CU needs. Source: docs/rules.md#cu-v3 */
const SSD_GIB_PER_CU = 50;
const NONE = { found: [], unhindered: null } as const satisfies Obstacles;

/** As much SSD as lets cores and memory count in full, in whole GiB. */
function enoughSsdBytes(resources: Resources): number {
  const { cores, memory } = computeCapacity(resources, 'v3').terms;
  return Decimal.min(cores, memory).times(SSD_GIB_PER_CU).ceil().times(GIB_BYTES).toNumber();
}

function capacityObstacle(resources: Resources): readonly Obstacle[] {
  const { cu, terms } = computeCapacity(resources, 'v3');
  if (!cu.isZero()) {
    return [];
  }
  const lost: readonly Obstacle[] = [
    ...(terms.memory.isZero() ? ['no-memory' as const] : []),
    ...(terms.cores.isZero() ? ['no-cores' as const] : []),
  ];
  return lost.length === 0 && terms.ssd?.isZero() === true ? ['no-ssd'] : lost;
}

function isCapReached(assumptions: Assumptions): boolean {
  const { capTft } = RULE_PAY[assumptions.rules];
  return capTft !== null && mintedBefore(assumptions, 1)?.gte(capTft) === true;
}

/** Whether Farming 2.0 would pay if nothing had been farmed yet, and pays nothing now. */
function isSupplySpent(assumptions: Assumptions): boolean {
  const unspent = { ...assumptions, token: { ...assumptions.token, mintedTft: null } };
  return fullTftOfMonth(assumptions, 1).isZero() && !fullTftOfMonth(unspent, 1).isZero();
}

function withoutObstacles(assumptions: Assumptions, found: readonly Obstacle[]): NonNullable<Obstacles['unhindered']> {
  const { node } = assumptions;
  const sruBytes = found.includes('no-ssd') ? enoughSsdBytes(node.resources) : node.resources.sruBytes;
  const income = monthIncome(
    {
      ...assumptions,
      ...(found.includes('uptime') || found.includes('violation')
        ? { uptimeSeconds: new Decimal(PERIOD_LENGTH_S), running: null }
        : {}),
      node: { ...node, isVirtual: false, resources: { ...node.resources, sruBytes } },
    },
    1,
  );
  return { rewardTft: income.rewardTft, shareUsd: income.share, sruBytes };
}

function mintingObstacles(assumptions: Assumptions): Obstacles {
  const { node, running } = assumptions;
  const violation = running?.violation ?? null;
  const { zeroedBy } = mintingReward(
    { ...assumptions, node: { ...node, isVirtual: false } },
    uptimeOfMonth(assumptions, 1),
    violation,
  );
  const curable: readonly Obstacle[] = [
    ...(zeroedBy === 'uptime' ? ['uptime' as const] : []),
    ...(violation === null ? [] : ['violation' as const]),
    ...(node.isVirtual ? ['virtual' as const] : []),
    ...capacityObstacle(node.resources),
  ];
  if (isCapReached(assumptions)) {
    return { found: [...curable, 'cap'], unhindered: null };
  }
  const isLost = curable.length === 0 || curable.includes('no-memory') || curable.includes('no-cores');
  return { found: curable, unhindered: isLost ? null : withoutObstacles(assumptions, curable) };
}

/**
 * Why the first month earns nothing, or no more than its storage, and what it would earn otherwise.
 * Source: docs/rules.md#projection
 */
export function findObstacles(assumptions: Assumptions): Obstacles {
  const { rules, usage } = assumptions;
  const { tft } = RULE_PAY[rules];
  switch (tft) {
    case 'minted':
      return mintingObstacles(assumptions);
    case 'none': {
      if (usage.bookedUsd[0]?.gt(0) === true) {
        return NONE;
      }
      const isPriced = usage.slices > 0 && usage.pricePerSliceUsd.gt(0);
      return isPriced && usage.utilisation.gt(0)
        ? NONE
        : { found: [isPriced ? 'no-use' : 'no-price'], unhindered: null };
    }
    case 'farmed':
      return isSupplySpent(assumptions) ? { found: ['cap'], unhindered: null } : NONE;
    default:
      return tft satisfies never;
  }
}
