import { CHECK_IDS, type CheckId, type EligibilityCheck, type Finding } from './eligibility/check.ts';
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

/** Whether a machine may become a node. `unknown` when a required check is unknown and none failed. */
export const VERDICTS = ['eligible', 'not-eligible', 'unknown'] as const;
/** One of {@link VERDICTS}. */
export type Verdict = (typeof VERDICTS)[number];

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
    title: asked.title,
    level: asked.level,
    requirement: found.requirement ?? asked.requirement,
    measured: found.measured,
    state: found.state,
    why: asked.why,
    fix: found.state === 'pass' ? message('hardware:core.nothingToDo') : (found.fix ?? asked.fix),
    source: asked.source,
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
