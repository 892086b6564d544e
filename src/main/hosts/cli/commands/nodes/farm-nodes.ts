import type { CliSession } from '#main/hosts/cli/session.ts';

/**
 * Makes sure that the farm has a node: if it has none, this machine is read and stored, unless the farmer has marked it
 * as not being a node.
 * @throws FarmerError when the data directory is unusable
 */
export async function ensureFarmNode(session: CliSession): Promise<void> {
  const { nodes } = await session.calls.nodes.list();
  if (nodes.length === 0 && (await session.calls.settings.get()).thisComputer.isNode !== false) {
    const hardware = session.calls.hardware.readings;
    await session.wait('reading this machine', hardware.read({ isStored: true }));
  }
}
