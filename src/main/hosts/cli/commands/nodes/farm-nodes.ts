import type { CliSession } from '#main/hosts/cli/session.ts';

/**
 * Makes sure that there is a node to speak of: where the farm has none yet, this machine is read and stored, unless the
 * farmer said that it is no node.
 * @throws FarmerError when the data directory is unusable
 */
export async function ensureFarmNode(session: CliSession): Promise<void> {
  const { nodes } = await session.calls.nodes.list();
  if (nodes.length === 0 && (await session.calls.settings.get()).thisComputer.isNode !== false) {
    const hardware = session.calls.hardware.readings;
    await session.wait('reading this machine', hardware.read({ isStored: true }));
  }
}
