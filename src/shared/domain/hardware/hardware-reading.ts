/** Why a value is missing. Each code has one text on screen; `because` says the particulars in a sentence. */
export type UnavailableCode =
  | 'timed-out'
  | 'failed'
  | 'hidden'
  | 'nonsense'
  | 'not-on-this-system'
  | 'ambiguous'
  | 'not-in-passport';
/** Every {@link UnavailableCode}. */
export const UNAVAILABLE_CODES = [
  'timed-out',
  'failed',
  'hidden',
  'nonsense',
  'not-on-this-system',
  'ambiguous',
  'not-in-passport',
] as const satisfies readonly UnavailableCode[];

/** A value that could not be read, with the reason: never 0 and never an empty text instead. */
export interface Unavailable {
  readonly state: 'unavailable';
  readonly code: UnavailableCode;
  /** One sentence for a person, without path, serial number or stack. */
  readonly because: string;
}

/** A value that was read. */
export interface Known<T> {
  readonly state: 'known';
  readonly value: T;
  /** Where it came from: "systeminformation cpu()", "/proc/meminfo". */
  readonly source: string;
}

/** A value, or "unavailable, because …". */
export type Fact<T> = Known<T> | Unavailable;

/** One part of a reading: its fact and how long the reader worked on it, in ms. */
export type Part<T> = Fact<T> & { readonly durationMs: number };

/** What the processors are. Counts are at least 1. */
export interface CpuFacts {
  readonly brand: string;
  readonly vendor: 'intel' | 'amd' | 'apple' | 'other';
  readonly architecture: 'x64' | 'arm64' | 'other';
  readonly sockets: number;
  readonly physicalCores: number;
  /** Threads: the grid's `cru`. */
  readonly logicalCores: number;
  /** Nominal clock, MHz; a virtual machine often hides it. */
  readonly speedMhz: Fact<number>;
}

/** One installed memory module. */
export interface MemoryModule {
  readonly slot: string;
  readonly sizeBytes: number;
  /** "DDR4", "DDR5", or "" where the firmware does not say. */
  readonly type: string;
  readonly ecc: boolean | null;
  readonly clockMhz: number | null;
  readonly manufacturer: string;
}

/** Memory of the machine. Source of the choice of `mru`: docs/hardware.md#memory */
export interface MemoryFacts {
  /** What the running system may use, in bytes: the grid's `mru`, since a node reports what its kernel sees. */
  readonly usableBytes: number;
  /** What is installed, in bytes: sum of the modules. Firmware and graphics keep the difference to `usableBytes`. */
  readonly installedBytes: Fact<number>;
  readonly modules: Fact<readonly MemoryModule[]>;
}

/** `unknown` where neither the system nor the bus says: then it counts neither as SSD nor as HDD. */
export type DiskKind = 'ssd' | 'hdd' | 'unknown';

/** One disk that counts. */
export interface Disk {
  /** Name by which the system knows it: "nvme0n1", "sda", "PHYSICALDRIVE0". Stable within a boot, not across. */
  readonly name: string;
  readonly model: string;
  readonly vendor: string;
  readonly sizeBytes: number;
  readonly kind: DiskKind;
  /** What `kind` was decided by, for a person. */
  readonly kindReason: string;
  /** "NVMe", "SATA", "SAS", "virtio", "RAID", "eMMC", or "" where unknown. */
  readonly bus: string;
  /** Logical disk of a RAID controller: the grid wants the controller in HBA/IT mode. */
  readonly behindRaid: boolean;
  /** Something on it is mounted or it carries partitions: registering wipes it. `null` where it cannot be told. */
  readonly holdsData: boolean | null;
}

/** Why a block device is not counted. */
export type LeftOutCode =
  | 'removable'
  | 'usb'
  | 'loop'
  | 'ram'
  | 'optical'
  | 'network'
  | 'mapped'
  | 'partition'
  | 'raid-member'
  | 'empty'
  | 'duplicate'
  | 'nonsense';
/** Every {@link LeftOutCode}. */
export const LEFT_OUT_CODES = [
  'removable',
  'usb',
  'loop',
  'ram',
  'optical',
  'network',
  'mapped',
  'partition',
  'raid-member',
  'empty',
  'duplicate',
  'nonsense',
] as const satisfies readonly LeftOutCode[];

/** A block device that does not count, with the reason. `sizeBytes` is `null` where it was not a size. */
export interface LeftOutDisk {
  readonly name: string;
  readonly model: string;
  readonly sizeBytes: number | null;
  readonly code: LeftOutCode;
  readonly because: string;
}

/** Every disk seen, counted or not. */
export interface DiskFacts {
  readonly disks: readonly Disk[];
  readonly leftOut: readonly LeftOutDisk[];
}

/** One network interface. Addresses are not read into it: they are private and no rule needs them. */
export interface NetworkInterface {
  readonly name: string;
  readonly kind: 'wired' | 'wifi' | 'virtual' | 'loopback' | 'other';
  readonly isDefault: boolean;
  readonly isUp: boolean | null;
  /** Negotiated speed in Mbit/s. */
  readonly speedMbit: Fact<number>;
  readonly usesDhcp: Fact<boolean>;
}

/** State of a switch in the firmware. */
export type FirmwareState = 'on' | 'off' | 'unknown';

/** One firmware setting: what was found, from what it was told, and how to look by hand. */
export interface FirmwareFact {
  readonly state: FirmwareState;
  readonly because: string;
  readonly howToLook: string;
}

/** The firmware settings the grid cares about. */
export interface FirmwareFacts {
  /** `legacy`: BIOS boot, which has no Secure Boot. */
  readonly bootMode: 'uefi' | 'legacy' | 'unknown';
  readonly virtualisation: FirmwareFact;
  readonly hyperThreading: FirmwareFact;
  readonly secureBoot: FirmwareFact;
  readonly networkBoot: FirmwareFact;
  readonly powerOnAfterLoss: FirmwareFact;
}

/** Whether the machine is a guest of another one. A virtual machine may run but earns nothing. */
export interface VirtualisationFacts {
  readonly isVirtual: boolean;
  /** "KVM", "VMware", "Hyper-V", … or `null`. */
  readonly hypervisor: string | null;
  /** The reader runs inside a container, so it may see less than the machine has. */
  readonly inContainer: boolean;
  readonly reason: string;
}

/** The operating system. Host name and machine id are not read: they are private. */
export interface OsFacts {
  readonly platform: 'linux' | 'windows' | 'macos' | 'other';
  readonly name: string;
  readonly release: string;
  readonly kernel: string;
}

/** Maker and model of the whole machine, its board and its firmware. Empty text where the maker left it blank. */
export interface BoardFacts {
  readonly systemVendor: string;
  readonly systemModel: string;
  readonly boardVendor: string;
  readonly boardModel: string;
  readonly biosVendor: string;
  readonly biosVersion: string;
  readonly biosDate: string;
}

/** One graphics processor. */
export interface Gpu {
  readonly vendor: string;
  readonly model: string;
  readonly memoryBytes: number | null;
}

/** Names of the parts of a reading, in the order in which they are shown. */
export const READING_PARTS = [
  'cpu',
  'memory',
  'disks',
  'network',
  'virtualisation',
  'firmware',
  'board',
  'os',
  'gpus',
] as const;
/** One of {@link READING_PARTS}. */
export type ReadingPart = (typeof READING_PARTS)[number];

/** The value of each part. */
export interface ReadingValues {
  readonly cpu: CpuFacts;
  readonly memory: MemoryFacts;
  readonly disks: DiskFacts;
  readonly network: readonly NetworkInterface[];
  readonly virtualisation: VirtualisationFacts;
  readonly firmware: FirmwareFacts;
  readonly board: BoardFacts;
  readonly os: OsFacts;
  readonly gpus: readonly Gpu[];
}

/**
 * What one machine said of itself at one moment. Plain JSON: it is stored, sent and exported as it stands.
 * It holds no serial number, address, host name or machine id.
 */
export interface HardwareReading {
  readonly format: 1;
  readonly takenAtMs: number;
  readonly durationMs: number;
  readonly parts: { readonly [P in ReadingPart]: Part<ReadingValues[P]> };
}
