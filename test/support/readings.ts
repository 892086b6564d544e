import type {
  Disk,
  Fact,
  FirmwareFact,
  HardwareReading,
  MemoryModule,
  Part,
  ReadingValues,
} from '#shared/contract/hardware/hardware-reading.ts';

const GIB = 2 ** 30;

/** A value that was read. */
export function known<T>(value: T): Fact<T> {
  return { state: 'known', value, source: 'test' };
}

/** A value that could not be read. */
export function missing<T>(because = 'It was hidden.'): Fact<T> {
  return { state: 'unavailable', code: 'hidden', because };
}

function part<T>(fact: Fact<T>): Part<T> {
  return { ...fact, durationMs: 1 };
}

/** One memory module of so many GiB. */
export function memoryModule(slot: string, gib: number): MemoryModule {
  return { slot, sizeBytes: gib * GIB, type: 'DDR4', ecc: true, clockMhz: 3200, manufacturer: '' };
}

/** One disk. */
export function disk(name: string, sizeBytes: number, kind: Disk['kind'], change: Partial<Disk> = {}): Disk {
  const plain = { model: '', vendor: '', kindReason: 'test', bus: 'SATA', behindRaid: false, holdsData: false };
  return { name, sizeBytes, kind, ...plain, ...change };
}

const setTo = (state: FirmwareFact['state']): FirmwareFact => ({
  state,
  because: 'The test says so.',
  howToLook: 'Look there.',
});

/** The parts of {@link titanReading}: 8 threads, 2 x 16 GiB, one SSD of 1000 GiB, nothing wrong with it. */
export const TITAN_PARTS: { readonly [P in keyof ReadingValues]: Fact<ReadingValues[P]> } = {
  cpu: known({
    brand: 'Ryzen 5',
    vendor: 'amd',
    architecture: 'x64',
    sockets: 1,
    physicalCores: 4,
    logicalCores: 8,
    speedMhz: known(3600),
  }),
  memory: known({
    usableBytes: 32 * GIB,
    installedBytes: known(32 * GIB),
    modules: known([memoryModule('A1', 16), memoryModule('A2', 16)]),
  }),
  disks: known({ disks: [disk('nvme0n1', 1000 * GIB, 'ssd')], leftOut: [] }),
  network: known([
    { name: 'eth0', kind: 'wired', isDefault: true, isUp: true, speedMbit: known(1000), usesDhcp: known(true) },
  ]),
  virtualisation: known({ isVirtual: false, hypervisor: null, inContainer: false, reason: 'test' }),
  firmware: known({
    bootMode: 'uefi',
    virtualisation: setTo('on'),
    hyperThreading: setTo('on'),
    secureBoot: setTo('off'),
    networkBoot: setTo('on'),
    powerOnAfterLoss: setTo('on'),
  }),
  board: missing(),
  os: missing(),
  gpus: known([]),
};

/** A reading of a machine that passes every check of its hardware, with some parts replaced. */
export function titanReading(
  change: { readonly [P in keyof ReadingValues]?: Fact<ReadingValues[P]> } = {},
): HardwareReading {
  const parts = { ...TITAN_PARTS, ...change };
  return {
    format: 1,
    takenAtMs: 1_735_602_280_000,
    durationMs: 1,
    parts: {
      cpu: part(parts.cpu),
      memory: part(parts.memory),
      disks: part(parts.disks),
      network: part(parts.network),
      virtualisation: part(parts.virtualisation),
      firmware: part(parts.firmware),
      board: part(parts.board),
      os: part(parts.os),
      gpus: part(parts.gpus),
    },
  };
}

/** A fact that the test knows to be known. */
export function valueOf<T>(fact: Fact<T>): T {
  if (fact.state === 'unavailable') {
    throw new Error(`The test's own fact is unavailable: ${fact.because}`);
  }
  return fact.value;
}
