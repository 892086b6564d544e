import type { CpuFacts, Fact, Unavailable } from '#shared/contract/hardware/hardware-reading.ts';
import { factsOfDescription, factsOfReading, type UptimeFacts } from '#shared/domain/hardware/eligibility/facts.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import { factsOfRecords, type NodeRecords } from '#shared/domain/uptime/node-records.ts';
import { currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { Assessment } from '#shared/contract/hardware/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import type { HardwareSnapshot } from '#main/store/hardware/hardware-store.ts';
import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import type { Stores } from '#main/store/stores.ts';
import { assess, factsFromFarm, type StoredFacts } from './assessment.ts';
import { passmarkOf, passmarkToFact } from './node-passmark.ts';

/** The uptime of a node until a complete period was recorded. */
export const NO_WHOLE_PERIOD: Unavailable = {
  state: 'unavailable',
  code: 'hidden',
  because: 'No whole period was recorded yet.',
};

/** The stored facts of a node, with its latest reading. */
export interface StoredNode extends StoredFacts {
  readonly snapshot: HardwareSnapshot | undefined;
  /** How it is divided into slices and sold. */
  readonly plan: SlicePlan | undefined;
}

/** The uptime that the grid would credit for the last closed period, according to the node's own record. */
function creditedUptime(records: NodeRecords, period: Period, nowMs: number): Fact<UptimeFacts> {
  if (records.reports.length + records.boots.length === 0) {
    return NO_WHOLE_PERIOD;
  }
  const { basis, credit } = factsOfRecords(records, period, nowMs);
  return basis === 'none'
    ? NO_WHOLE_PERIOD
    : {
        state: 'known',
        value: { lowPermille: credit.permille.low, highPermille: credit.permille.high },
        source: basis,
      };
}

/** Loads the stored facts of nodes, in a constant number of statements. */
export function loadStoredNodes(
  stores: Stores,
  nodes: readonly FarmNode[],
  nowMs: number,
): (node: FarmNode) => StoredNode {
  const ids = nodes.map(({ id }) => id);
  const period = periodByIndex(Math.max(0, currentPeriod(nowMs).index - 1));
  const settings = effectiveSettings(stores);
  const snapshots = stores.hardware.latestOf(ids);
  const recordsOf = stores.uptime.load(ids, period, nowMs);
  return ({ id }) => {
    const snapshot = snapshots.get(id);
    const uptime = creditedUptime(recordsOf(id), period, nowMs);
    const plan = stores.slices.plan(id);
    const passmark = passmarkToFact(passmarkOf(plan, snapshot?.reading));
    return { settings, uptime, passmark, snapshot, plan };
  };
}

/** An entered 64-bit architecture is assumed to be Intel or AMD. */
export function describe(resources: Resources, isVirtual: boolean | null, architecture: CpuFacts['architecture']) {
  const cpu = { brand: '', vendor: architecture === 'x64' ? 'intel' : 'other', architecture } as const;
  return { resources, isVirtual, cpu };
}

/**
 * Assesses a node by its last reading, otherwise by entered or imported values. No new reading is taken.
 * @returns null when nothing is known of its hardware
 */
export function assessStoredNode(node: FarmNode, stored: StoredNode): Assessment | null {
  const facts = factsFromFarm(node, stored);
  const { snapshot } = stored;
  if (snapshot !== undefined) {
    return assess(factsOfReading(snapshot.reading, facts), node, snapshot.lastSeenAtMs);
  }
  if (node.resources === null || node.kind === 'this-machine') {
    return null;
  }
  return assess(factsOfDescription(describe(node.resources, node.isVirtual, 'x64'), facts), node, null);
}
