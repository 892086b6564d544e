import type { Certification } from '#shared/domain/uptime/limits.ts';
import type {
  CpuFacts,
  DiskFacts,
  Fact,
  FirmwareFacts,
  HardwareReading,
  Known,
  MemoryFacts,
  NetworkInterface,
  ReadResources,
  Unavailable,
  VirtualisationFacts,
} from '#shared/contract/hardware/hardware-reading.ts';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';

/** Uptime of the last whole period in permille, as an interval when part of it was not watched: 0 to 1000. */
export interface UptimeFacts {
  readonly lowPermille: number;
  readonly highPermille: number;
}

/** Whether the farmer can be reached; the address and the number themselves are private and not needed. */
export interface ContactFacts {
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
}

/** Everything that the checks look at, each part known or "unavailable, because …". */
export interface EligibilityFacts {
  readonly resources: ReadResources;
  readonly certification: Certification;
  readonly cpu: Fact<Pick<CpuFacts, 'brand' | 'vendor' | 'architecture'>>;
  readonly installedMemoryBytes: Fact<number>;
  readonly virtualisation: Fact<Pick<VirtualisationFacts, 'isVirtual' | 'hypervisor' | 'inContainer'>>;
  readonly network: Fact<readonly NetworkInterface[]>;
  readonly disks: Fact<DiskFacts>;
  readonly firmware: Fact<FirmwareFacts>;
  readonly passmark: Fact<number>;
  readonly uptime: Fact<UptimeFacts>;
  readonly contact: Fact<ContactFacts>;
}

/** The facts that a reading of the hardware cannot provide. */
export interface OtherFacts {
  readonly certification: Certification;
  readonly passmark: Fact<number>;
  readonly uptime: Fact<UptimeFacts>;
  readonly contact: Fact<ContactFacts>;
}

function installedBytes(part: Fact<MemoryFacts>): Fact<number> {
  return part.state === 'known' ? part.value.installedBytes : part;
}

/** The facts of a machine that was read. */
export function factsOfReading(reading: HardwareReading, other: OtherFacts): EligibilityFacts {
  const { cpu, memory, virtualisation, network, disks, firmware } = reading.parts;
  return {
    ...other,
    resources: resourcesOf(reading),
    cpu,
    installedMemoryBytes: installedBytes(memory),
    virtualisation,
    network,
    disks,
    firmware,
  };
}

/**
 * A machine that was typed in or imported instead of read: its resources, its processor, and whether it is virtual, if
 * that was stated.
 */
export interface DescribedMachine {
  readonly resources: Resources;
  readonly isVirtual: boolean | null;
  readonly cpu: Pick<CpuFacts, 'brand' | 'vendor' | 'architecture'>;
}

const described = (value: number): Known<number> => ({ state: 'known', value, source: 'said of it' });

/** The facts of a described machine; everything that was not stated is unknown. */
export function factsOfDescription(machine: DescribedMachine, other: OtherFacts): EligibilityFacts {
  const { resources } = machine;
  const notRead: Unavailable = {
    state: 'unavailable',
    code: 'hidden',
    because: 'The machine was typed in or imported, not read.',
  };
  return {
    ...other,
    resources: {
      cru: described(resources.cru),
      mruBytes: described(resources.mruBytes),
      sruBytes: described(resources.sruBytes),
      hruBytes: described(resources.hruBytes),
    },
    cpu: { state: 'known', value: machine.cpu, source: 'said of it' },
    installedMemoryBytes: described(resources.mruBytes),
    virtualisation:
      machine.isVirtual === null
        ? notRead
        : {
            state: 'known',
            value: { isVirtual: machine.isVirtual, hypervisor: null, inContainer: false },
            source: 'said of it',
          },
    network: notRead,
    disks: notRead,
    firmware: notRead,
  };
}
