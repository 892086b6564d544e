import type { EligibilityCheck } from '#shared/contract/hardware/eligibility.ts';
import type { CheckId } from './check.ts';
import { message } from '#shared/message.ts';

/** The fixed half of a check: everything that does not depend on the machine. */
export type Requirement = Omit<EligibilityCheck, 'id' | 'measured' | 'state'>;

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
    requirement: message('hardware:core.coresMinimum'),
    why: message('hardware:core.coresReason'),
    fix: message('hardware:core.useVisibleProcessor'),
    source: CHAIN,
  },
  'cpu-architecture': {
    title: message('hardware:core.processorType'),
    level: 'required',
    requirement: message('hardware:core.intelOrAmd64'),
    why: message('hardware:core.architectureReason'),
    fix: message('hardware:core.use64BitMachine'),
    source: MANUAL,
  },
  'cpu-performance': {
    title: message('hardware:core.passMarkGridV4'),
    level: 'plan',
    requirement: message('hardware:core.passMarkMinimum'),
    why: message('hardware:core.passMarkReason'),
    fix: message('hardware:core.lookUpPassMark'),
    source: ROADMAP,
  },
  memory: {
    title: message('hardware:core.memory'),
    level: 'required',
    requirement: message('hardware:core.memoryMinimum'),
    why: message('hardware:core.memoryReason'),
    fix: message('hardware:core.addMemoryToMinimum'),
    source: CHAIN,
  },
  'memory-plan': {
    title: message('hardware:core.memoryGridV4'),
    level: 'plan',
    requirement: message('hardware:core.memoryGridV4Minimum'),
    why: message('hardware:core.memoryGridV4Reason'),
    fix: message('hardware:core.addMemoryEvenly'),
    source: ROADMAP,
  },
  ssd: {
    title: message('hardware:core.ssd'),
    level: 'required',
    requirement: message('hardware:core.ssdMinimum'),
    why: message('hardware:core.withoutSsdReason'),
    fix: message('hardware:core.addSsd'),
    source: `${CHAIN}; ${MANUAL}`,
  },
  'ssd-plan': {
    title: message('hardware:core.ssdGridV4'),
    level: 'plan',
    requirement: message('hardware:core.ssdGridV4Minimum'),
    why: message('hardware:core.ssdReason'),
    fix: message('hardware:core.addSsdForUnits'),
    source: ROADMAP,
  },
  hdd: {
    title: message('hardware:core.hdd'),
    level: 'advised',
    requirement: message('hardware:core.hddNoneNeeded'),
    why: message('hardware:core.hddReason'),
    fix: message('hardware:core.nothingToDo'),
    source: MINTING,
  },
  'virtual-machine': {
    title: message('hardware:core.realMachineTitle'),
    level: 'advised',
    requirement: message('hardware:core.notVirtualMachine'),
    why: message('hardware:core.virtualMachineReason'),
    fix: message('hardware:core.startOnRealMachine'),
    source: MINTING,
  },
  'network-wired': {
    title: message('hardware:core.wiredNetwork'),
    level: 'advised',
    requirement: message('hardware:core.wiredNotWiFi'),
    why: message('hardware:core.wiredReason'),
    fix: message('hardware:core.connectByCable'),
    source: MANUAL,
  },
  'network-dhcp': {
    title: message('hardware:core.addressByDhcp'),
    level: 'advised',
    requirement: message('hardware:core.networkHasDhcp'),
    why: message('hardware:core.dhcpReason'),
    fix: message('hardware:core.checkRouterDhcp'),
    source: MANUAL,
  },
  'network-speed': {
    title: message('hardware:core.networkSpeed'),
    level: 'advised',
    requirement: message('hardware:core.networkSpeedFormula'),
    why: message('hardware:core.networkSpeedReason'),
    fix: message('hardware:core.compareLineSpeed'),
    source: MANUAL,
  },
  'disks-wiped': {
    title: message('hardware:core.emptyDisks'),
    level: 'advised',
    requirement: message('hardware:core.allDisksWiped'),
    why: message('hardware:core.emptyDisksReason'),
    fix: message('hardware:core.copyThenWipe'),
    source: MANUAL,
  },
  'disks-raid': {
    title: message('hardware:core.noRaid'),
    level: 'advised',
    requirement: message('hardware:core.raidControllersInHbaMode'),
    why: message('hardware:core.raidReason'),
    fix: message('hardware:core.setHbaMode'),
    source: MANUAL,
  },
  'firmware-virtualisation': {
    title: message('hardware:core.virtualisationSwitchedOn'),
    level: 'advised',
    requirement: message('hardware:core.virtualisationOn'),
    why: message('hardware:core.virtualisationReason'),
    fix: message('hardware:core.switchVirtualisationOn'),
    source: MANUAL,
  },
  'firmware-hyper-threading': {
    title: message('hardware:core.hyperThreadingSwitchedOn'),
    level: 'advised',
    requirement: message('hardware:core.hyperThreadingOn'),
    why: message('hardware:core.hyperThreadingReason'),
    fix: message('hardware:core.switchHyperThreadingOn'),
    source: MANUAL,
  },
  'firmware-secure-boot': {
    title: message('hardware:core.secureBootSwitchedOff'),
    level: 'advised',
    requirement: message('hardware:core.secureBootOff'),
    why: message('hardware:core.secureBootReason'),
    fix: message('hardware:core.switchSecureBootOff'),
    source: MANUAL,
  },
  'firmware-power-on': {
    title: message('hardware:core.powerOnAfterPowerLoss'),
    level: 'advised',
    requirement: message('hardware:core.powerOnAfterLossTitle'),
    why: message('hardware:core.powerLossReason'),
    fix: message('hardware:core.setPowerAfterLoss'),
    source: MANUAL,
  },
  'firmware-network-boot': {
    title: message('hardware:core.networkBootSwitchedOn'),
    level: 'advised',
    requirement: message('hardware:core.networkBootOn'),
    why: message('hardware:core.networkBootReason'),
    fix: message('hardware:core.switchNetworkBootOn'),
    source: MANUAL,
  },
  'uptime-history': {
    title: message('hardware:core.uptimeLastPeriod'),
    level: 'advised',
    requirement: message('hardware:core.uptimeTargets'),
    why: message('hardware:core.belowTarget'),
    fix: message('hardware:core.letFarmerRecord'),
    source: MINTING,
  },
  contact: {
    title: message('hardware:core.contact'),
    level: 'advised',
    requirement: message('hardware:core.emailAndPhone'),
    why: message('hardware:core.contactReason'),
    fix: message('hardware:core.addContact'),
    source: PROPOSAL,
  },
};
