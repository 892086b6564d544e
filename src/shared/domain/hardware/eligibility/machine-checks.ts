import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { bytesToGib } from '#shared/units.ts';
import type {
  FirmwareFact,
  FirmwareFacts,
  FirmwareState,
  NetworkInterface,
} from '#shared/contract/hardware/hardware-reading.ts';
import { knownResources } from '#shared/domain/hardware/reading-resources.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { Finding } from './check.ts';
import type { EligibilityFacts } from './facts.ts';
import { cannotTell, cannotTellText } from './wording.ts';
import { message, type Message, storedText } from '#shared/message.ts';

const TERABYTE = 1_000_000_000_000;

/** A virtual machine may run but earns nothing, so this is a warning and never a refusal. */
export function checkVirtual({ virtualisation }: EligibilityFacts): Finding {
  if (virtualisation.state === 'unavailable') {
    return cannotTell(virtualisation);
  }
  const { isVirtual, hypervisor, inContainer } = virtualisation.value;
  const machine = isVirtual ? virtualMachine(hypervisor) : message('hardware:core.realMachine');
  return {
    state: isVirtual ? 'warn' : 'pass',
    measured: inContainer ? message('hardware:core.seenInsideContainer', { machine }) : machine,
  };
}

function virtualMachine(hypervisor: string | null): Message {
  return hypervisor === null
    ? message('hardware:core.virtualMachine')
    : message('hardware:core.virtualMachineOn', { hypervisor });
}

/** A wired port that is there passes, whether or not today's connection uses it. */
export function checkWired({ network }: EligibilityFacts): Finding {
  if (network.state === 'unavailable') {
    return cannotTell(network);
  }
  const wired = namesOf(network.value.filter((port) => port.kind === 'wired'));
  if (wired !== '') {
    return { state: 'pass', measured: message('hardware:core.wiredPorts', { ports: wired }) };
  }
  const unclear = namesOf(network.value.filter((port) => port.kind === 'unknown'));
  if (unclear !== '') {
    return { state: 'unknown', measured: message('hardware:core.cannotTellWired', { ports: unclear }) };
  }
  if (network.value.some((port) => port.kind === 'wifi')) {
    return { state: 'warn', measured: message('hardware:core.wiFiOnly') };
  }
  return { state: 'unknown', measured: cannotTellText('no wired port was seen') };
}

function namesOf(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => name).join(', ');
}

/** The port that the machine uses, wired ones first. */
function mainPort(ports: readonly NetworkInterface[]): NetworkInterface | undefined {
  const wired = ports.filter((port) => port.kind === 'wired');
  return wired.find((port) => port.isDefault) ?? ports.find((port) => port.isDefault) ?? wired[0];
}

/** Whether the current address is from DHCP, which shows that the network assigns addresses. */
export function checkDhcp({ network }: EligibilityFacts): Finding {
  if (network.state === 'unavailable') {
    return cannotTell(network);
  }
  const port = mainPort(network.value);
  if (port === undefined) {
    return { state: 'unknown', measured: cannotTellText('no network port was seen') };
  }
  if (port.usesDhcp.state === 'unavailable') {
    return cannotTell(port.usesDhcp);
  }
  return port.usesDhcp.value
    ? { state: 'pass', measured: message('hardware:core.portHasDhcp', { port: port.name }) }
    : { state: 'warn', measured: message('hardware:core.portFixedAddress', { port: port.name }) };
}

/**
 * The speed that the manual requires, in Mbit/s: 10 x max(SSD TB, threads/8, memory GB/64) + 10 x HDD TB/2.
 * Disks in TB of 10^12 bytes, memory in GiB. Source: docs/rules.md#network-speed
 */
export function requiredMbit(resources: Resources): Decimal {
  const largest = Decimal.max(
    new Decimal(resources.sruBytes).div(TERABYTE),
    new Decimal(resources.cru).div(8),
    bytesToGib(resources.mruBytes).div(64),
  );
  return largest.times(10).plus(new Decimal(resources.hruBytes).div(TERABYTE).times(5));
}

/** A link slower than the figure settles it; a faster one does not, since the internet line is not measured. */
export function checkSpeed({ network, resources }: EligibilityFacts): Finding {
  const known = knownResources(resources);
  if (known === null) {
    return { state: 'unknown', measured: cannotTellText('the resources are not all known') };
  }
  const needed = requiredMbit(known);
  const requirement = message('hardware:core.networkSpeedMinimum', { speed: toPlain(roundHalfUp(needed, 1)) });
  const port = network.state === 'known' ? mainPort(network.value) : undefined;
  if (port?.speedMbit.state !== 'known') {
    return { state: 'unknown', measured: cannotTellText('the speed of the link was not shown'), requirement };
  }
  const link = port.speedMbit.value;
  return needed.gt(link)
    ? { state: 'warn', measured: message('hardware:core.portSpeed', { port: port.name, link }), requirement }
    : {
        state: 'unknown',
        measured: message('hardware:core.portSpeedLineUnknown', {
          port: port.name,
          link,
        }),
        requirement,
      };
}

/** Data on a disk is a warning with the consequence: registering destroys it. */
export function checkWiped({ disks }: EligibilityFacts): Finding {
  if (disks.state === 'unavailable') {
    return cannotTell(disks);
  }
  const withData = namesOf(disks.value.disks.filter((disk) => disk.holdsData === true));
  if (withData !== '') {
    return { state: 'warn', measured: message('hardware:core.disksHoldData', { disks: withData }) };
  }
  const unclear = namesOf(disks.value.disks.filter((disk) => disk.holdsData === null));
  if (unclear !== '') {
    return { state: 'unknown', measured: message('hardware:core.cannotTellDiskData', { disks: unclear }) };
  }
  if (disks.value.atLeastBecause !== undefined) {
    return { state: 'unknown', measured: cannotTellText(disks.value.atLeastBecause) };
  }
  return {
    state: 'pass',
    measured:
      disks.value.disks.length === 0 ? message('hardware:core.noDiskCounts') : message('hardware:core.allDisksEmpty'),
  };
}

/** Disks behind a RAID controller. */
export function checkRaid({ disks }: EligibilityFacts): Finding {
  if (disks.state === 'unavailable') {
    return cannotTell(disks);
  }
  const behind = namesOf(disks.value.disks.filter((disk) => disk.behindRaid === true));
  if (behind !== '') {
    return { state: 'warn', measured: message('hardware:core.disksBehindRaid', { disks: behind }) };
  }
  const unclear = namesOf(disks.value.disks.filter((disk) => disk.behindRaid === null));
  if (unclear !== '') {
    return {
      state: 'unknown',
      measured: message('hardware:core.cannotTellRaid', { disks: unclear }),
    };
  }
  if (disks.value.disks.length === 0) {
    // A RAID controller without volumes shows no disk either.
    return { state: 'unknown', measured: message('hardware:core.noDiskCounts') };
  }
  return disks.value.atLeastBecause === undefined
    ? { state: 'pass', measured: message('hardware:core.noDiskBehindRaid') }
    : { state: 'unknown', measured: cannotTellText(disks.value.atLeastBecause) };
}

type FirmwareSwitch = Exclude<keyof FirmwareFacts, 'bootMode'>;

/** A check of one firmware switch; where it cannot be read the fix explains where to look. */
export function checkFirmware(name: FirmwareSwitch, wanted: Exclude<FirmwareState, 'unknown'>) {
  return ({ firmware }: EligibilityFacts): Finding => {
    if (firmware.state === 'unavailable') {
      return cannotTell(firmware);
    }
    return firmwareFinding(firmware.value[name], wanted);
  };
}

/** A switch of the firmware in words. */
export const SWITCH_STATES = {
  on: message('hardware:core.on'),
  off: message('hardware:core.off'),
} as const;

function firmwareFinding(fact: FirmwareFact, wanted: FirmwareState): Finding {
  if (fact.state === 'unknown') {
    return { state: 'unknown', measured: cannotTellText(fact.because), fix: fact.howToLook };
  }
  const measured: Message = message('hardware:core.stateBecause', {
    state: SWITCH_STATES[fact.state],
    because: storedText(fact.because),
  });
  return { state: fact.state === wanted ? 'pass' : 'warn', measured };
}
