import type { Disk, DiskFacts, Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { hasPhysicalName } from './disk-names.ts';
import { VIRTUAL_DOUBT } from './disk-rules.ts';
import { readLinuxDisks } from './linux-disks.ts';
import { readMacDisks } from './mac-disks.ts';
import { known, type Probe } from './probe.ts';
import { CONTAINER_SHARE, containerReason } from './read-container.ts';
import { readVirtualisation } from './read-virtualisation.ts';
import { readWindowsDisks } from './windows-disks.ts';

const READERS: Partial<Record<NodeJS.Platform, (probe: Probe) => Promise<Fact<DiskFacts>>>> = {
  win32: readWindowsDisks,
  darwin: readMacDisks,
};

/** A guest's disk is virtual unless it has a manufacturer's name, which it has when the host passes it through. */
function adjustForGuest(disk: Disk): Disk {
  return hasPhysicalName(disk) ? disk : { ...disk, kind: 'unknown', kindReason: VIRTUAL_DOUBT };
}

/**
 * Every disk that counts, with its kind and evidence, and every excluded device with its reason. Source:
 * docs/hardware.md#disks
 */
export async function readDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const read = READERS[probe.platform] ?? readLinuxDisks;
  const [facts, container, machine] = await Promise.all([
    read(probe),
    containerReason(probe),
    readVirtualisation(probe),
  ]);
  if (facts.state === 'unavailable') {
    return facts;
  }
  const isGuest = machine.state === 'known' && machine.value.isVirtual;
  const disks = isGuest ? facts.value.disks.map(adjustForGuest) : facts.value.disks;
  return known(
    { ...facts.value, disks, ...(container !== null ? { atLeastBecause: CONTAINER_SHARE } : {}) },
    facts.source,
  );
}
