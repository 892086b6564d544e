import type { CheckId, CheckLevel } from './check.ts';

/** The fixed half of a check: everything that does not depend on the machine. */
export interface Requirement {
  readonly title: string;
  readonly level: CheckLevel;
  readonly requirement: string;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
}

const CHAIN = 'threefoldtech/tfchain@33046d6 support/src/resources.rs';
const MANUAL = 'threefoldtech/info_grid@fa738c1 farmers manual, farming_requirements';
const MINTING = 'threefoldtech/minting_v3@fc7e17d minting/src/main.rs';
const PROPOSAL = 'ThreeFold forum, GEP of March 2024';
const ROADMAP = 'ThreeFold implementation and roadmap, grid v4';

/** Every requirement as data. Source: docs/rules.md#eligibility */
export const REQUIREMENTS: Readonly<Record<CheckId, Requirement>> = {
  cpu: {
    title: 'Processor',
    level: 'required',
    requirement: 'At least 1 logical core',
    why: 'The chain refuses a node without a core, and every two CU need one.',
    fix: 'Use a machine whose processor the system can see.',
    source: CHAIN,
  },
  'cpu-architecture': {
    title: 'Processor type',
    level: 'required',
    requirement: 'A 64-bit Intel or AMD processor',
    why: 'Zero-OS is built for 64-bit Intel and AMD only; ARM and 32-bit processors cannot start it.',
    fix: 'Use a machine with a 64-bit Intel or AMD processor.',
    source: MANUAL,
  },
  'cpu-performance': {
    title: 'Processor speed for grid v4',
    level: 'plan',
    requirement: 'PassMark of at least 200 for each GB of memory',
    why: 'Grid v4 plans to sell slices by PassMark, so a slow processor would leave memory unsold.',
    fix: 'Look up the PassMark of the processor by its name and give it in the slices page.',
    source: ROADMAP,
  },
  memory: {
    title: 'Memory',
    level: 'required',
    requirement: 'At least 2 GiB',
    why: 'The chain refuses a node with less, and the first GiB is kept for the host.',
    fix: 'Add memory modules until the system sees 2 GiB or more.',
    source: CHAIN,
  },
  'memory-plan': {
    title: 'Memory for grid v4',
    level: 'plan',
    requirement: 'At least 16 GB, and 8 GB for each thread recommended',
    why: 'Below 16 GB the planned grid v4 has no use for the node; below 8 GB a thread the cores earn less than they could.',
    fix: 'Add memory, evenly over the channels of the board.',
    source: ROADMAP,
  },
  ssd: {
    title: 'SSD',
    level: 'required',
    requirement: 'At least 100 GiB to register; the manual asks for 500 GB',
    why: 'Without SSD a node has CU 0 and starts only with a boot argument; every CU needs 50 GiB of it.',
    fix: 'Add an SSD of 500 GB or more.',
    source: `${CHAIN}; ${MANUAL}`,
  },
  'ssd-plan': {
    title: 'SSD for grid v4',
    level: 'plan',
    requirement: 'At least 1 TB, 100 GB for each thread, and 50 GiB for each CU of cores and memory',
    why: 'Where SSD runs out before cores and memory, part of them earns nothing.',
    fix: 'Add SSD until it is no longer what bounds the CU.',
    source: ROADMAP,
  },
  hdd: {
    title: 'HDD',
    level: 'advised',
    requirement: 'None needed; every 1200 GiB adds one SU',
    why: 'Hard disks add storage units and nothing else.',
    fix: 'Nothing to do.',
    source: MINTING,
  },
  'virtual-machine': {
    title: 'Real machine',
    level: 'advised',
    requirement: 'Not a virtual machine',
    why: 'A virtual machine may run as a node, but the minting program pays it nothing.',
    fix: 'Start the node on the machine itself instead of inside a virtual machine.',
    source: MINTING,
  },
  'network-wired': {
    title: 'Wired network',
    level: 'advised',
    requirement: 'Wired Ethernet; Wi-Fi is not supported',
    why: 'Zero-OS has no Wi-Fi: without a cable the node never reaches the grid.',
    fix: 'Connect the machine to the router by cable.',
    source: MANUAL,
  },
  'network-dhcp': {
    title: 'Address by DHCP',
    level: 'advised',
    requirement: 'The network gives out addresses by DHCP',
    why: 'Zero-OS asks the network for its address at every start and takes no fixed one.',
    fix: 'Make sure that the router gives out addresses by DHCP: a node keeps no fixed one.',
    source: MANUAL,
  },
  'network-speed': {
    title: 'Network speed',
    level: 'advised',
    requirement: '10 × max(SSD TB, threads / 8, GB / 64) + 10 × HDD TB / 2 Mbit/s',
    why: 'A slow line keeps workloads away. The formula is the manual’s own and was not validated by its authors.',
    fix: 'Compare the speed of the internet line, both ways, with the figure asked for.',
    source: MANUAL,
  },
  'disks-wiped': {
    title: 'Empty disks',
    level: 'advised',
    requirement: 'All disks wiped',
    why: 'Zero-OS takes only empty disks. Wiping destroys everything on them.',
    fix: 'Copy what you want to keep elsewhere first; then wipe the disks before the first start of the node.',
    source: MANUAL,
  },
  'disks-raid': {
    title: 'No RAID',
    level: 'advised',
    requirement: 'RAID controllers in HBA or IT mode',
    why: 'Zero-OS manages single disks; a RAID controller hides them.',
    fix: 'Set the controller to HBA or IT mode, or connect the disks to the board. This destroys the data of the array.',
    source: MANUAL,
  },
  'firmware-virtualisation': {
    title: 'Virtualisation switched on',
    level: 'advised',
    requirement: 'Hardware virtualisation (VT-x or AMD-V) on',
    why: 'Without it the node cannot run virtual machines, which is what it sells.',
    fix: 'Switch on VT-x (Intel) or SVM (AMD) in the firmware setup.',
    source: MANUAL,
  },
  'firmware-hyper-threading': {
    title: 'Hyper-threading switched on',
    level: 'advised',
    requirement: 'Hyper-threading (SMT) on',
    why: 'Threads count as cores: switched off, the core term of the CU is halved.',
    fix: 'Switch on Hyper-Threading (Intel) or SMT (AMD) in the firmware setup.',
    source: MANUAL,
  },
  'firmware-secure-boot': {
    title: 'Secure boot switched off',
    level: 'advised',
    requirement: 'Secure boot off',
    why: 'The boot loader of Zero-OS is not signed for secure boot, so the node would not start.',
    fix: 'Switch off Secure Boot in the firmware setup.',
    source: MANUAL,
  },
  'firmware-power-on': {
    title: 'Power on after a power loss',
    level: 'advised',
    requirement: 'Power on after power loss',
    why: 'A node that stays off after a power cut loses its period until somebody presses the button.',
    fix: 'Set the state after power loss to "on" in the firmware setup.',
    source: MANUAL,
  },
  'firmware-network-boot': {
    title: 'Network boot switched on',
    level: 'advised',
    requirement: 'Network boot (PXE) or a boot stick that stays in the machine',
    why: 'The node loads Zero-OS anew at every start.',
    fix: 'Switch on network boot in the firmware setup, or leave the boot stick plugged in.',
    source: MANUAL,
  },
  'uptime-history': {
    title: 'Uptime of the last period',
    level: 'advised',
    requirement: '95 % of a period for DIY, 98 % for certified nodes',
    why: 'Below the target a whole period pays nothing.',
    fix: 'Let Farmer record: it shows how much downtime is left before a period is lost.',
    source: MINTING,
  },
  contact: {
    title: 'Contact',
    level: 'advised',
    requirement: 'An e-mail address and a phone number',
    why: 'The 2024 proposal asks that a farmer can be reached. Both stay on this computer.',
    fix: 'Add them in the settings under farm and contact.',
    source: PROPOSAL,
  },
};
