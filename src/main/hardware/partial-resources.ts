import type { Probe } from './probe.ts';
import { CONTAINER_SHARE, containerReason } from './read-container.ts';

const XEN_SHARE = 'The control domain of Xen shows its own share and not the whole machine.';
const LIMITED = 'The kernel was started with a limit, so it shows a part of the machine.';
const OFFLINE = 'Some cores are switched off, and the kernel shows the others.';

/** Xen's control domain (dom0) runs on the real machine although it sees the hypervisor. */
export async function isXenControlDomain(probe: Probe): Promise<boolean> {
  return ((await probe.readText('/proc/xen/capabilities')) ?? '').includes('control_d');
}

async function isLimited(probe: Probe, parameter: RegExp): Promise<boolean> {
  return parameter.test((await probe.readText('/proc/cmdline')) ?? '');
}

/** Cores that are present but offline: disabled by an administrator, or by the kernel together with SMT. */
async function hasCoresOff(probe: Probe): Promise<boolean> {
  const [present, online] = await Promise.all(
    ['present', 'online'].map((list) => probe.readLine(`/sys/devices/system/cpu/${list}`)),
  );
  return (present ?? '') !== '' && (online ?? '') !== '' && present !== online;
}

async function shareOf(probe: Probe): Promise<string | null> {
  const [container, isXen] = await Promise.all([containerReason(probe), isXenControlDomain(probe)]);
  return container !== null ? CONTAINER_SHARE : isXen ? XEN_SHARE : null;
}

/** Why the visible cores may be only a part of the machine's, or `null`. */
export async function partialCoresReason(probe: Probe): Promise<string | null> {
  const [share, limited, off] = await Promise.all([
    shareOf(probe),
    isLimited(probe, /(?:^|\s)(?:nr_cpus|maxcpus|possible_cpus)=|(?:^|\s)nosmp\b/),
    hasCoresOff(probe),
  ]);
  return share ?? (limited ? LIMITED : off ? OFFLINE : null);
}

/** Why the visible memory may be only a part of the machine's, or `null`. */
export async function partialMemoryReason(probe: Probe): Promise<string | null> {
  const [share, limited] = await Promise.all([shareOf(probe), isLimited(probe, /(?:^|\s)mem=\d/)]);
  return share ?? (limited ? LIMITED : null);
}
