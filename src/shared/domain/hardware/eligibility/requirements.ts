import type { CheckId, CheckLevel } from './check.ts';
import { message, type Message } from '#shared/message.ts';

/** The fixed half of a check: everything that does not depend on the machine. */
export interface Requirement {
  readonly title: Message;
  readonly level: CheckLevel;
  readonly requirement: Message;
  readonly why: Message;
  readonly fix: Message;
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
    title: message('hardware:core.processor'),
    level: 'required',
    requirement: message('hardware:core.least1LogicalCore'),
    why: message('hardware:core.chainRefusesNodeWithout'),
    fix: message('hardware:core.useMachineWhoseProcessor'),
    source: CHAIN,
  },
  'cpu-architecture': {
    title: message('hardware:core.processorType'),
    level: 'required',
    requirement: message('hardware:core.64BitIntelAmd'),
    why: message('hardware:core.zeroOsBuilt64'),
    fix: message('hardware:core.useMachine64Bit'),
    source: MANUAL,
  },
  'cpu-performance': {
    title: message('hardware:core.processorSpeedGridV4'),
    level: 'plan',
    requirement: message('hardware:core.passMarkLeast200'),
    why: message('hardware:core.gridV4PlansSell'),
    fix: message('hardware:core.lookUpPassMark'),
    source: ROADMAP,
  },
  memory: {
    title: message('hardware:core.memory'),
    level: 'required',
    requirement: message('hardware:core.least2GiB'),
    why: message('hardware:core.chainRefusesNodeLess'),
    fix: message('hardware:core.addMemoryModulesUntil'),
    source: CHAIN,
  },
  'memory-plan': {
    title: message('hardware:core.memoryGridV4'),
    level: 'plan',
    requirement: message('hardware:core.least16Gb8'),
    why: message('hardware:core.below16GbPlanned'),
    fix: message('hardware:core.addMemoryEvenlyOver'),
    source: ROADMAP,
  },
  ssd: {
    title: message('hardware:core.ssd'),
    level: 'required',
    requirement: message('hardware:core.least100GiB'),
    why: message('hardware:core.withoutSsdNodeCu'),
    fix: message('hardware:core.addSsd500Gb'),
    source: `${CHAIN}; ${MANUAL}`,
  },
  'ssd-plan': {
    title: message('hardware:core.ssdGridV4'),
    level: 'plan',
    requirement: message('hardware:core.least1Tb100'),
    why: message('hardware:core.whereSsdRunsOut'),
    fix: message('hardware:core.addSsdUntilNo'),
    source: ROADMAP,
  },
  hdd: {
    title: message('hardware:core.hdd'),
    level: 'advised',
    requirement: message('hardware:core.noneNeededEvery1200'),
    why: message('hardware:core.hardDisksAddStorage'),
    fix: message('hardware:core.nothingDo'),
    source: MINTING,
  },
  'virtual-machine': {
    title: message('hardware:core.realMachine2'),
    level: 'advised',
    requirement: message('hardware:core.notVirtualMachine'),
    why: message('hardware:core.virtualMachineMayRun'),
    fix: message('hardware:core.startNodeMachineItself'),
    source: MINTING,
  },
  'network-wired': {
    title: message('hardware:core.wiredNetwork'),
    level: 'advised',
    requirement: message('hardware:core.wiredEthernetWiFi'),
    why: message('hardware:core.zeroOsNoWi'),
    fix: message('hardware:core.connectMachineRouterCable'),
    source: MANUAL,
  },
  'network-dhcp': {
    title: message('hardware:core.addressDhcp'),
    level: 'advised',
    requirement: message('hardware:core.networkGivesOutAddresses'),
    why: message('hardware:core.zeroOsAsksNetwork'),
    fix: message('hardware:core.makeSureRouterGives'),
    source: MANUAL,
  },
  'network-speed': {
    title: message('hardware:core.networkSpeed'),
    level: 'advised',
    requirement: message('hardware:core.10MaxSsdTb'),
    why: message('hardware:core.slowLineKeepsWorkloads'),
    fix: message('hardware:core.compareSpeedInternetLine'),
    source: MANUAL,
  },
  'disks-wiped': {
    title: message('hardware:core.emptyDisks'),
    level: 'advised',
    requirement: message('hardware:core.allDisksWiped'),
    why: message('hardware:core.zeroOsTakesOnly'),
    fix: message('hardware:core.copyWhatYouWant'),
    source: MANUAL,
  },
  'disks-raid': {
    title: message('hardware:core.noRaid'),
    level: 'advised',
    requirement: message('hardware:core.raidControllersHbaMode'),
    why: message('hardware:core.zeroOsManagesSingle'),
    fix: message('hardware:core.setControllerHbaMode'),
    source: MANUAL,
  },
  'firmware-virtualisation': {
    title: message('hardware:core.virtualisationSwitched'),
    level: 'advised',
    requirement: message('hardware:core.hardwareVirtualisationVtX'),
    why: message('hardware:core.withoutNodeCannotRun'),
    fix: message('hardware:core.switchVtXIntel'),
    source: MANUAL,
  },
  'firmware-hyper-threading': {
    title: message('hardware:core.hyperThreadingSwitched'),
    level: 'advised',
    requirement: message('hardware:core.hyperThreadingSmt'),
    why: message('hardware:core.threadsCountCoresSwitched'),
    fix: message('hardware:core.switchHyperThreadingIntel'),
    source: MANUAL,
  },
  'firmware-secure-boot': {
    title: message('hardware:core.secureBootSwitchedOff'),
    level: 'advised',
    requirement: message('hardware:core.secureBootOff'),
    why: message('hardware:core.bootLoaderZeroOs'),
    fix: message('hardware:core.switchOffSecureBoot'),
    source: MANUAL,
  },
  'firmware-power-on': {
    title: message('hardware:core.powerAfterPowerLoss'),
    level: 'advised',
    requirement: message('hardware:core.powerAfterPowerLoss2'),
    why: message('hardware:core.nodeStaysOffAfter'),
    fix: message('hardware:core.setStateAfterPower'),
    source: MANUAL,
  },
  'firmware-network-boot': {
    title: message('hardware:core.networkBootSwitched'),
    level: 'advised',
    requirement: message('hardware:core.networkBootPxeBoot'),
    why: message('hardware:core.nodeLoadsZeroOs'),
    fix: message('hardware:core.switchNetworkBootFirmware'),
    source: MANUAL,
  },
  'uptime-history': {
    title: message('hardware:core.uptimeLastPeriod'),
    level: 'advised',
    requirement: message('hardware:core.95PeriodDiy98'),
    why: message('hardware:core.belowTargetWholePeriod'),
    fix: message('hardware:core.letFarmerRecordShows'),
    source: MINTING,
  },
  contact: {
    title: message('hardware:core.contact'),
    level: 'advised',
    requirement: message('hardware:core.eMailAddressPhone'),
    why: message('hardware:core.2024ProposalAsksFarmer'),
    fix: message('hardware:core.addThemSettingsUnder'),
    source: PROPOSAL,
  },
};
