import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { type Phrase, phrase, type Words } from '#shared/phrase.ts';
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

const TERABYTE = 1_000_000_000_000;

/** A virtual machine may run but earns nothing, so this is a warning and never a refusal. */
export function checkVirtual({ virtualisation }: EligibilityFacts): Finding {
  if (virtualisation.state === 'unavailable') {
    return cannotTell(virtualisation);
  }
  const { isVirtual, hypervisor, inContainer } = virtualisation.value;
  const machine = isVirtual ? virtualMachine(hypervisor) : phrase('real machine');
  return {
    state: isVirtual ? 'warn' : 'pass',
    measured: inContainer ? phrase('{{machine}}, seen from inside a container', { machine }) : machine,
  };
}

function virtualMachine(hypervisor: string | null): Phrase {
  return hypervisor === null ? phrase('virtual machine') : phrase('virtual machine ({{hypervisor}})', { hypervisor });
}

/** A wired port that is there passes, whether or not today's connection uses it. */
export function checkWired({ network }: EligibilityFacts): Finding {
  if (network.state === 'unavailable') {
    return cannotTell(network);
  }
  const wired = namesOf(network.value.filter((port) => port.kind === 'wired'));
  if (wired !== '') {
    return { state: 'pass', measured: phrase('wired: {{ports}}', { ports: wired }) };
  }
  const unclear = namesOf(network.value.filter((port) => port.kind === 'unknown'));
  if (unclear !== '') {
    return { state: 'unknown', measured: phrase('cannot tell whether {{ports}} is a wired port', { ports: unclear }) };
  }
  if (network.value.some((port) => port.kind === 'wifi')) {
    return { state: 'warn', measured: 'Wi-Fi only' };
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

/** Whether the present address came by DHCP: then the network gives out addresses. */
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
    ? { state: 'pass', measured: phrase('{{port}} has its address by DHCP', { port: port.name }) }
    : { state: 'warn', measured: phrase('{{port}} has a fixed address', { port: port.name }) };
}

/**
 * The speed that the manual asks for, in Mbit/s: 10 x max(SSD TB, threads/8, memory GB/64) + 10 x HDD TB/2.
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
  const requirement = phrase('At least {{speed}} Mbit/s, both ways', { speed: toPlain(roundHalfUp(needed, 1)) });
  const port = network.state === 'known' ? mainPort(network.value) : undefined;
  if (port?.speedMbit.state !== 'known') {
    return { state: 'unknown', measured: cannotTellText('the speed of the link was not shown'), requirement };
  }
  const link = port.speedMbit.value;
  return needed.gt(link)
    ? { state: 'warn', measured: phrase('{{port}} runs at {{link}} Mbit/s', { port: port.name, link }), requirement }
    : {
        state: 'unknown',
        measured: phrase('{{port}} runs at {{link}} Mbit/s; the internet line itself is not measured', {
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
    return { state: 'warn', measured: phrase('data on {{disks}}: a node would destroy it', { disks: withData }) };
  }
  const unclear = namesOf(disks.value.disks.filter((disk) => disk.holdsData === null));
  if (unclear !== '') {
    return { state: 'unknown', measured: phrase('cannot tell whether {{disks}} holds data', { disks: unclear }) };
  }
  if (disks.value.atLeastBecause !== undefined) {
    return { state: 'unknown', measured: cannotTellText(disks.value.atLeastBecause) };
  }
  return { state: 'pass', measured: disks.value.disks.length === 0 ? 'no disk counts' : 'all disks are empty' };
}

/** Disks behind a RAID controller. */
export function checkRaid({ disks }: EligibilityFacts): Finding {
  if (disks.state === 'unavailable') {
    return cannotTell(disks);
  }
  const behind = namesOf(disks.value.disks.filter((disk) => disk.behindRaid === true));
  if (behind !== '') {
    return { state: 'warn', measured: phrase('behind a RAID controller: {{disks}}', { disks: behind }) };
  }
  const unclear = namesOf(disks.value.disks.filter((disk) => disk.behindRaid === null));
  if (unclear !== '') {
    return {
      state: 'unknown',
      measured: phrase('cannot tell whether {{disks}} is behind a RAID controller', { disks: unclear }),
    };
  }
  return disks.value.atLeastBecause === undefined
    ? { state: 'pass', measured: 'no disk is behind a RAID controller' }
    : { state: 'unknown', measured: cannotTellText(disks.value.atLeastBecause) };
}

type FirmwareSwitch = Exclude<keyof FirmwareFacts, 'bootMode'>;

/** A check of one firmware switch; where it cannot be read the fix says how to look. */
export function checkFirmware(name: FirmwareSwitch, wanted: Exclude<FirmwareState, 'unknown'>) {
  return ({ firmware }: EligibilityFacts): Finding => {
    if (firmware.state === 'unavailable') {
      return cannotTell(firmware);
    }
    return firmwareFinding(firmware.value[name], wanted);
  };
}

function firmwareFinding(fact: FirmwareFact, wanted: FirmwareState): Finding {
  if (fact.state === 'unknown') {
    return { state: 'unknown', measured: cannotTellText(fact.because), fix: fact.howToLook };
  }
  const measured: Words = phrase('{{state}}: {{because}}', {
    state: phrase(fact.state),
    because: phrase(fact.because),
  });
  return { state: fact.state === wanted ? 'pass' : 'warn', measured };
}
