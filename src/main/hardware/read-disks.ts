import type { DiskFacts, Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { readLinuxDisks } from './linux-disks.ts';
import { readMacDisks } from './mac-disks.ts';
import { known, type Probe } from './probe.ts';
import { CONTAINER_SHARE, isInContainer } from './read-container.ts';
import { readWindowsDisks } from './windows-disks.ts';

const READERS: Partial<Record<NodeJS.Platform, (probe: Probe) => Promise<Fact<DiskFacts>>>> = {
  win32: readWindowsDisks,
  darwin: readMacDisks,
};

/**
 * Every disk that counts, with its kind and the evidence for it, and what was left out and why.
 * Source: docs/hardware.md#disks
 */
export async function readDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const read = READERS[probe.platform] ?? readLinuxDisks;
  const [facts, isContainer] = await Promise.all([read(probe), isInContainer(probe)]);
  return facts.state === 'known' && isContainer
    ? known({ ...facts.value, atLeastBecause: CONTAINER_SHARE }, facts.source)
    : facts;
}
