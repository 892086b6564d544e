import type {
  Fact,
  HardwareReading,
  Known,
  MemoryModule,
  Part,
  Unavailable,
} from '#shared/contract/hardware/hardware-reading.ts';
import { GIB_BYTES } from '#shared/units.ts';

const SOURCE = 'demo data';
const UNAVAILABLE: Unavailable = {
  state: 'unavailable',
  code: 'not-in-passport',
  because: 'It is not in the demo data.',
};

function known<T>(value: T): Known<T> {
  return { state: 'known', value, source: SOURCE };
}

function part<T>(fact: Fact<T>): Part<T> {
  return { ...fact, durationMs: 0 };
}

function memoryModule(slot: string): MemoryModule {
  return {
    slot,
    sizeBytes: 16 * GIB_BYTES,
    type: 'DDR4',
    ecc: false,
    clockMhz: 2666,
    manufacturer: 'Demo',
  };
}

/** The hardware reading of the demo machine: eight threads, a 1000 GiB SSD, and this many memory modules of 16 GiB. */
export function demoReading(takenAtMs: number, moduleCount: 1 | 2): HardwareReading {
  const modules = ['DIMM A', 'DIMM B'].slice(0, moduleCount).map(memoryModule);
  const memoryBytes = modules.length * 16 * GIB_BYTES;
  const cpu = {
    brand: 'Demo 8-thread processor',
    vendor: 'intel',
    architecture: 'x64',
    sockets: 1,
    physicalCores: 4,
    logicalCores: 8,
    speedMhz: known(3200),
  } as const;
  const disk = {
    name: 'nvme0n1',
    model: 'Demo SSD',
    vendor: 'Demo',
    sizeBytes: 1000 * GIB_BYTES,
    kind: 'ssd',
    kindReason: 'NVMe is always solid state.',
    bus: 'NVMe',
    behindRaid: false,
    holdsData: false,
  } as const;
  return {
    format: 1,
    takenAtMs,
    durationMs: 0,
    parts: {
      cpu: part(known(cpu)),
      memory: part(known({ usableBytes: memoryBytes, installedBytes: known(memoryBytes), modules: known(modules) })),
      disks: part(known({ disks: [disk], leftOut: [] })),
      network: part(UNAVAILABLE),
      virtualisation: part(
        known({ isVirtual: false, hypervisor: null, inContainer: false, reason: 'The demo machine is a real one.' }),
      ),
      firmware: part(UNAVAILABLE),
      board: part(UNAVAILABLE),
      os: part(UNAVAILABLE),
      gpus: part(known([])),
    },
  };
}
