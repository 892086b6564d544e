import type {
  CpuFacts,
  DiskFacts,
  Fact,
  FirmwareFacts,
  HardwareReading,
  Known,
  MemoryFacts,
  NetworkInterface,
  Unavailable,
  VirtualisationFacts,
} from '#shared/domain/hardware-reading.ts';
import type { Certification } from '#shared/domain/periods.ts';
import { type ReadResources, resourcesOf } from '#shared/domain/reading-resources.ts';
import type { Resources } from '#shared/domain/resources.ts';

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

/** What no reading of the hardware can tell. */
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

/** A machine that somebody typed in: what it brings, and what kind of processor it will have. */
export interface PlannedMachine {
  readonly resources: Resources;
  readonly cpu: Pick<CpuFacts, 'brand' | 'vendor' | 'architecture'>;
}

const typed = (value: number): Known<number> => ({ state: 'known', value, source: 'typed in' });

/** The facts of a machine that is only planned: what was typed in, and nothing else. */
export function factsOfPlan(plan: PlannedMachine, other: OtherFacts): EligibilityFacts {
  const { resources } = plan;
  const notYet: Unavailable = {
    state: 'unavailable',
    code: 'hidden',
    because: 'The machine is planned and cannot be looked at yet.',
  };
  return {
    ...other,
    resources: {
      cru: typed(resources.cru),
      mruBytes: typed(resources.mruBytes),
      sruBytes: typed(resources.sruBytes),
      hruBytes: typed(resources.hruBytes),
    },
    cpu: { state: 'known', value: plan.cpu, source: 'typed in' },
    installedMemoryBytes: typed(resources.mruBytes),
    virtualisation: notYet,
    network: notYet,
    disks: notYet,
    firmware: notYet,
  };
}
