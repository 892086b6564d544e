import type { CpuFacts, Fact, Unavailable } from '#shared/contract/hardware/hardware-reading.ts';
import {
  factsOfDescription,
  factsOfReading,
  type OtherFacts,
  type UptimeFacts,
} from '#shared/domain/hardware/eligibility/facts.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { Assessment } from '#shared/contract/hardware/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import type { Stores } from '#main/store/stores.ts';
import { gatherUptime } from '#main/app/uptime/uptime.ts';
import { assess, factsFromFarm } from './assessment.ts';
import { passmarkOf, passmarkToFact } from './node-passmark.ts';
import { termsOfNode } from '#main/app/nodes/node-terms.ts';

/** What is said of a node's uptime until a whole period was recorded. */
export const NO_WHOLE_PERIOD: Unavailable = {
  state: 'unavailable',
  code: 'hidden',
  because: 'No whole period was recorded yet.',
};

/** What the grid would credit for the last period that is over, by the node's own record. */
export function lastWholePeriod(stores: Stores, node: FarmNode, nowMs: number): Fact<UptimeFacts> {
  const current = periodAt(nowMs / 1000);
  const { basis, credit } = gatherUptime(stores, node, periodByIndex(Math.max(0, current.index - 1)), nowMs);
  return basis === 'none'
    ? NO_WHOLE_PERIOD
    : {
        state: 'known',
        value: { lowPermille: credit.permille.low, highPermille: credit.permille.high },
        source: basis,
      };
}

/** What Farmer has stored of a node beside its hardware. @param settings those of the farm, read once for many nodes */
export function storedFactsOf(stores: Stores, node: FarmNode, nowMs: number, settings: Settings): OtherFacts {
  return factsFromFarm(termsOfNode(node), {
    settings,
    uptime: lastWholePeriod(stores, node, nowMs),
    passmark: passmarkToFact(passmarkOf(stores, node.id)),
  });
}

/** A described 64-bit machine is taken for an Intel or AMD one. */
export function describe(resources: Resources, isVirtual: boolean | null, architecture: CpuFacts['architecture']) {
  const cpu = { brand: '', vendor: architecture === 'x64' ? 'intel' : 'other', architecture } as const;
  return { resources, isVirtual, cpu };
}

/**
 * Judges a node by its last reading, or else by what was typed in or imported. The machine itself is not looked at.
 * @param settings those of the farm, read once for many nodes
 * @returns null where nothing is known of its hardware
 */
export function assessStored(
  stores: Stores,
  node: FarmNode,
  nowMs: number,
  settings: Settings = stores.settings.all(),
): Assessment | null {
  const terms = termsOfNode(node);
  const snapshot = stores.hardware.latest(node.id);
  if (snapshot !== undefined) {
    const facts = factsOfReading(snapshot.reading, storedFactsOf(stores, node, nowMs, settings));
    return assess(facts, terms, snapshot.lastSeenAtMs);
  }
  if (node.resources === null || node.kind === 'this-machine') {
    return null;
  }
  const described = describe(node.resources, node.isVirtual, 'x64');
  return assess(factsOfDescription(described, storedFactsOf(stores, node, nowMs, settings)), terms, null);
}
