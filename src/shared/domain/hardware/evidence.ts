import type {
  Disk,
  Fact,
  HardwareReading,
  LeftOutDisk,
  NetworkInterface,
} from '#shared/contract/hardware/hardware-reading.ts';
import type { Evidence } from '#shared/contract/hardware/eligibility.ts';
import { type Message, message, storedText, type Text } from '#shared/message.ts';
import { gibText } from './eligibility/wording.ts';

const TITLES = {
  cores: message('hardware:core.claimCores'),
  memory: message('hardware:core.claimMemory'),
  kind: message('hardware:core.claimKind'),
  raid: message('hardware:core.claimRaid'),
  data: message('hardware:core.claimData'),
  identity: message('hardware:core.claimIdentity'),
  'left-out': message('hardware:core.claimLeftOut'),
  port: message('hardware:core.claimPort'),
  'virtual-machine': message('hardware:core.claimVirtualMachine'),
  container: message('hardware:core.claimContainer'),
  virtualisation: message('hardware:core.virtualisationOn'),
  'hyper-threading': message('hardware:core.hyperThreadingOn'),
  'secure-boot': message('hardware:core.claimSecureBoot'),
  'network-boot': message('hardware:core.networkBootSwitchedOn'),
} as const satisfies Record<Evidence['claim'], Message>;

/** The finding of a value that is not known. */
export const CANNOT_TELL = message('hardware:core.cannotTell');
const YES = message('hardware:core.yes');
const NO = message('hardware:core.no');
const DISK_KINDS = {
  ssd: message('hardware:core.ssd'),
  hdd: message('hardware:core.hdd'),
  unknown: CANNOT_TELL,
} as const satisfies Record<Disk['kind'], Message>;
const PORT_KINDS = {
  wired: message('hardware:core.portWired'),
  wifi: message('hardware:core.portWifi'),
  virtual: message('hardware:core.portVirtual'),
  loopback: message('hardware:core.portLoopback'),
  other: message('hardware:core.portOther'),
  unknown: CANNOT_TELL,
} as const satisfies Record<NetworkInterface['kind'], Message>;
const SWITCH_STATES = { on: YES, off: NO, unknown: CANNOT_TELL } as const;

/** Readings of earlier versions do not hold the evidence of every claim. */
function reason(because: string | undefined): Message {
  return because === undefined ? message('hardware:core.evidenceNotKept') : storedText(because);
}

const answer = (is: boolean | null) => (is === null ? CANNOT_TELL : is ? YES : NO);

function claim(name: Evidence['claim'], about: string, found: Text, because: Message): Evidence {
  return { claim: name, title: TITLES[name], about, found, because };
}

function ofAmount<T extends { atLeastBecause?: string | undefined }>(
  name: 'cores' | 'memory',
  part: Fact<T>,
  write: (value: T) => string,
): Evidence {
  if (part.state === 'unavailable') {
    return claim(name, '', CANNOT_TELL, storedText(part.because));
  }
  const { atLeastBecause } = part.value;
  const amount = write(part.value);
  return atLeastBecause === undefined
    ? claim(name, '', amount, message('hardware:core.readFrom', { source: part.source }))
    : claim(name, '', message('hardware:core.atLeastAmount', { amount }), storedText(atLeastBecause));
}

function ofDisk(disk: Disk): readonly Evidence[] {
  return [
    claim('kind', disk.name, DISK_KINDS[disk.kind], storedText(disk.kindReason)),
    claim('raid', disk.name, answer(disk.behindRaid), reason(disk.raidReason)),
    claim('data', disk.name, answer(disk.holdsData), reason(disk.dataReason)),
    claim(
      'identity',
      disk.name,
      disk.kind === 'unknown' && disk.identityReason === disk.kindReason ? CANNOT_TELL : YES,
      reason(disk.identityReason),
    ),
  ];
}

const ofLeftOut = (device: LeftOutDisk) => claim('left-out', device.name, YES, storedText(device.because));

/** Every claim of a reading with what it rests on, in the order of the parts. */
export function evidenceOf({ parts }: HardwareReading): readonly Evidence[] {
  const { cpu, memory, disks, network, virtualisation, firmware } = parts;
  const missing = (name: Evidence['claim'], part: Fact<unknown>) =>
    part.state === 'unavailable' ? [claim(name, '', CANNOT_TELL, storedText(part.because))] : [];
  const machine = virtualisation.state === 'known' ? virtualisation.value : null;
  const switches = firmware.state === 'known' ? firmware.value : null;
  return [
    ofAmount('cores', cpu, (value) => String(value.logicalCores)),
    ofAmount('memory', memory, (value) => gibText(value.usableBytes)),
    ...(disks.state === 'known'
      ? [...disks.value.disks.flatMap(ofDisk), ...disks.value.leftOut.map(ofLeftOut)]
      : missing('kind', disks)),
    ...(network.state === 'known'
      ? network.value.map((port) => claim('port', port.name, PORT_KINDS[port.kind], reason(port.kindReason)))
      : missing('port', network)),
    ...missing('virtual-machine', virtualisation),
    ...(machine === null
      ? []
      : [
          claim('virtual-machine', '', machine.isVirtual ? YES : NO, storedText(machine.reason)),
          claim('container', '', answer(machine.inContainer), reason(machine.containerReason)),
        ]),
    ...missing('virtualisation', firmware),
    ...(switches === null
      ? []
      : (
          [
            ['virtualisation', switches.virtualisation],
            ['hyper-threading', switches.hyperThreading],
            ['secure-boot', switches.secureBoot],
            ['network-boot', switches.networkBoot],
          ] as const
        ).map(([name, fact]) => claim(name, '', SWITCH_STATES[fact.state], storedText(fact.because)))),
  ];
}
