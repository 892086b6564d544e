import type { Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecords, cleanText, parseJson, type Row } from './sanitise.ts';

/** Without an address, there is no evidence of how the interface would get one. */
export const NO_ADDRESS = unavailable('hidden', 'It has no IPv4 address, so it cannot be told how it would get one.');
const UNKNOWN_ORIGIN = unavailable('hidden', 'The system does not tell whether its addresses are leased.');

/** A DHCP lease has a lifetime; an address without one is static, or set by a client that records none. */
function leaseOf(addresses: readonly Row[]): Fact<boolean> {
  const global = addresses.filter((address) => address.family === 'inet' && address.scope === 'global');
  if (global.length === 0) {
    return NO_ADDRESS;
  }
  return known(
    global.some((address) => address.dynamic === true),
    'ip address',
  );
}

/**
 * Determines for each interface whether its IPv4 address comes from DHCP, by the lifetime of the address and by the
 * lease files of the network service where they are readable. The address itself is not kept.
 */
export async function linuxDhcpStates(probe: Probe): Promise<(name: string) => Fact<boolean>> {
  const [output, leases] = await Promise.all([
    probe.run('ip', ['-json', 'address', 'show']),
    probe.list('/run/systemd/netif/leases'),
  ]);
  const links = parseJson(output);
  if (!Array.isArray(links)) {
    return () => UNKNOWN_ORIGIN;
  }
  const states = new Map<string, Fact<boolean>>();
  for (const link of asRecords(links)) {
    const hasLeaseFile = leases?.includes(String(link.ifindex)) === true;
    states.set(
      cleanText(link.ifname),
      hasLeaseFile ? known(true, 'systemd-networkd') : leaseOf(asRecords(link.addr_info)),
    );
  }
  return (name) => states.get(name) ?? UNKNOWN_ORIGIN;
}
