import { implement } from '@orpc/server';
import { type Probe, probesContract } from '#shared/contract/grid/probes.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { PROBE_INTERVAL_S, probeVerdict } from '#shared/domain/grid/probe.ts';
import { factsOfRecords } from '#shared/domain/uptime/node-records.ts';
import { currentPeriod } from '#shared/domain/uptime/periods.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import type { Stores } from '#main/store/stores.ts';

/**
 * The port used for a suggested address: even a machine without a service there proves that it runs, by refusing the
 * connection.
 */
const PROPOSED_PORT = 443;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3})$/;

/** The public address of a node, otherwise its gateway, as listed by the grid. */
function proposedAddress({ gridFacts }: Stores, nodeId: number): string | null {
  for (const { content } of gridFacts.ofNode(nodeId)) {
    const config = (content['publicConfig'] ?? content['public_config']) as Readonly<Record<string, unknown>> | null;
    for (const field of ['ipv4', 'gw4']) {
      const text = config?.[field];
      const address = typeof text === 'string' ? (text.split('/')[0] ?? '') : '';
      if (ADDRESS.test(address)) return `${address}:${PROPOSED_PORT}`;
    }
  }
  return null;
}

/** The current state of a node according to the grid's record. */
function onGrid(stores: Stores, nodeId: number, nowMs: number): Parameters<typeof probeVerdict>[1] {
  const period = currentPeriod(nowMs);
  const records = stores.uptime.load([nodeId], period, nowMs)(nodeId);
  if (records.coverage === null && records.listing === null) return 'unknown';
  const { state } = factsOfRecords(records, period, nowMs);
  return state === 'up' || state === 'down' || state === 'standby' ? state : 'unknown';
}

function probeOf(stores: Stores, { id, name, grid }: FarmNode, address: string | null, nowMs: number): Probe {
  const last = stores.probes.latest(id);
  return {
    node: { id, name, gridNodeId: grid.nodeId },
    address,
    proposed: proposedAddress(stores, id),
    last,
    verdict: address === null ? 'unknown' : probeVerdict(last, onGrid(stores, id, nowMs), Math.floor(nowMs / 1000)),
  };
}

function listProbes(stores: Stores, nodeId: number | null, nowMs: number): readonly Probe[] {
  const addresses = stores.probes.addresses();
  const nodes =
    nodeId === null ? stores.nodes.list().filter(({ id }) => addresses.has(id)) : [findNode(stores, nodeId)];
  return nodes.map((node) => probeOf(stores, node, addresses.get(node.id) ?? null, nowMs));
}

/** Probes nodes one after another. */
async function probeNodes(context: AppContext, nodeIds: readonly number[], signal?: AbortSignal): Promise<void> {
  const { probe } = await context.grid();
  const isEnded = () => signal?.aborted === true;
  for (const nodeId of nodeIds) {
    const before = (await context.stores()).probes.addresses().get(nodeId);
    if (before === undefined || isEnded()) continue;
    const isAnswered = await probe(before, signal);
    const stores = await context.stores();
    // Discarded when the address has changed meanwhile, or when the probe was aborted or could not leave this computer.
    if (isAnswered === null || isEnded() || stores.probes.addresses().get(nodeId) !== before) continue;
    stores.probes.note(nodeId, isAnswered, Math.floor(context.nowMs() / 1000));
  }
  if (nodeIds.length > 0) context.events.publish('grid');
}

/** Probes the nodes that were not probed for five minutes. */
export async function probeDueNodes(context: AppContext, signal?: AbortSignal): Promise<void> {
  const stores = await context.stores();
  const nowS = Math.floor(context.nowMs() / 1000);
  const due = [...stores.probes.addresses().keys()].filter((nodeId) => {
    const { endS } = stores.probes.latest(nodeId) ?? { endS: 0 };
    return Math.abs(nowS - endS) >= PROBE_INTERVAL_S;
  });
  await probeNodes(context, due, signal);
}

const area = implement(probesContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ input, context }) => ({
    probes: listProbes(await context.stores(), input.nodeId, context.nowMs()),
  })),
  set: area.set.handler(async ({ input: { nodeId, address }, context }) => {
    const stores = await context.stores();
    stores.probes.set(findNode(stores, nodeId).id, address);
    context.events.publish('grid');
    return { probes: listProbes(stores, nodeId, context.nowMs()) };
  }),
  tryNow: area.tryNow.handler(async ({ input: { nodeId }, context, signal }) => {
    const stores = await context.stores();
    const ids = nodeId === null ? [...stores.probes.addresses().keys()] : [findNode(stores, nodeId).id];
    await probeNodes(context, ids, signal);
    return { probes: listProbes(await context.stores(), nodeId, context.nowMs()) };
  }),
});
