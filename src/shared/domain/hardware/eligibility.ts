import type { EligibilityCheck } from '#shared/contract/hardware/eligibility.ts';
import { CHECK_IDS, type CheckId, type Finding, type Verdict } from './eligibility/check.ts';
import { checkContact, checkUptime } from './eligibility/farmer-checks.ts';
import type { EligibilityFacts } from './eligibility/facts.ts';
import {
  checkDhcp,
  checkFirmware,
  checkRaid,
  checkSpeed,
  checkVirtual,
  checkWiped,
  checkWired,
} from './eligibility/machine-checks.ts';
import { REQUIREMENTS } from './eligibility/requirements.ts';
import {
  checkArchitecture,
  checkCores,
  checkHdd,
  checkMemory,
  checkMemoryPlan,
  checkPerformance,
  checkSsd,
  checkSsdPlan,
} from './eligibility/resource-checks.ts';
import { message } from '#shared/message.ts';

/** The verdict with the whole checklist, in the order of {@link CHECK_IDS}. */
export interface Eligibility {
  readonly verdict: Verdict;
  readonly checks: readonly EligibilityCheck[];
}

const CHECKS: Readonly<Record<CheckId, (facts: EligibilityFacts) => Finding>> = {
  cpu: checkCores,
  'cpu-architecture': checkArchitecture,
  'cpu-performance': checkPerformance,
  memory: checkMemory,
  'memory-plan': checkMemoryPlan,
  ssd: checkSsd,
  'ssd-plan': checkSsdPlan,
  hdd: checkHdd,
  'virtual-machine': checkVirtual,
  'network-wired': checkWired,
  'network-dhcp': checkDhcp,
  'network-speed': checkSpeed,
  'disks-wiped': checkWiped,
  'disks-raid': checkRaid,
  'firmware-virtualisation': checkFirmware('virtualisation', 'on'),
  'firmware-hyper-threading': checkFirmware('hyperThreading', 'on'),
  'firmware-secure-boot': checkFirmware('secureBoot', 'off'),
  'firmware-power-on': checkFirmware('powerOnAfterLoss', 'on'),
  'firmware-network-boot': checkFirmware('networkBoot', 'on'),
  'uptime-history': checkUptime,
  contact: checkContact,
};

function runCheck(id: CheckId, facts: EligibilityFacts): EligibilityCheck {
  const asked = REQUIREMENTS[id];
  const found = CHECKS[id](facts);
  return {
    id,
    ...asked,
    ...found,
    requirement: found.requirement ?? asked.requirement,
    fix: found.state === 'pass' ? message('hardware:core.nothingToDo') : (found.fix ?? asked.fix),
  };
}

/** Only required checks decide: a failed one refuses, an unknown one leaves the verdict open. */
function verdictOf(checks: readonly EligibilityCheck[]): Verdict {
  const required = checks.filter((check) => check.level === 'required');
  if (required.some((check) => check.state === 'fail')) {
    return 'not-eligible';
  }
  return required.some((check) => check.state === 'unknown') ? 'unknown' : 'eligible';
}

/** Runs every check over what is known of a machine. Source: docs/rules.md#eligibility */
export function checkEligibility(facts: EligibilityFacts): Eligibility {
  const checks = CHECK_IDS.map((id) => runCheck(id, facts));
  return { verdict: verdictOf(checks), checks };
}
