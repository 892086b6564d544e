import { Decimal, floorTo, toPlain } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import type { Amount, CpuFacts } from '#shared/contract/hardware/hardware-reading.ts';
import { knownResources } from '#shared/domain/hardware/reading-resources.ts';
import type { Finding } from './check.ts';
import type { EligibilityFacts } from './facts.ts';
import { amountText, cannotTell, cannotTellText, diskText, gibText, reaches } from './wording.ts';
import { message, type Message, type Text } from '#shared/message.ts';

/** The least that the chain registers, in the grid's own units. Source: docs/rules.md#eligibility */
const CHAIN_MINIMUM = { cru: 1, mruBytes: 2 * GIB_BYTES, sruBytes: 100 * GIB_BYTES } as const;

/** The manual's SSD, as disks are sold: 500 x 10^9 bytes. Source: docs/rules.md#eligibility */
const MANUAL_SSD_BYTES = 500_000_000_000;
const PLAN_MEMORY_BYTES = 16 * GIB_BYTES;
const PLAN_SSD_BYTES = 1_000_000_000_000;
const MEMORY_PER_THREAD_BYTES = 8 * GIB_BYTES;
const SSD_PER_THREAD_BYTES = 100_000_000_000;
const PASSMARK_PER_GIB = 200;
const HDD_GIB_PER_SU = 1200;

const ARCHITECTURES = {
  x64: message('hardware:core.x86On64Bit'),
  arm64: message('hardware:core.arm64'),
  other: message('hardware:core.anotherArchitecture'),
} as const satisfies Record<CpuFacts['architecture'], Message>;

const cores = (count: number) =>
  count === 1 ? message('hardware:core.oneLogicalCore') : message('hardware:core.logicalCores', { count });

/** At least one core, as the chain requires. */
export function checkCores(facts: EligibilityFacts): Finding {
  const { cru } = facts.resources;
  return { state: requiredState(facts, cru, CHAIN_MINIMUM.cru), measured: amountText(cru, cores) };
}

/** 64-bit Intel or AMD; another maker's 64-bit processor of the same kind may work and is only warned about. */
export function checkArchitecture({ cpu }: EligibilityFacts): Finding {
  if (cpu.state === 'unavailable') {
    return cannotTell(cpu);
  }
  const { architecture, brand, vendor } = cpu.value;
  const kind = ARCHITECTURES[architecture];
  const named = brand === '' ? kind : message('hardware:core.brandKind', { brand, kind });
  if (architecture !== 'x64') {
    return { state: 'fail', measured: named };
  }
  return { state: vendor === 'intel' || vendor === 'amd' ? 'pass' : 'warn', measured: named };
}

/** PassMark per GB of memory, where the PassMark is known. */
export function checkPerformance({ passmark, resources }: EligibilityFacts): Finding {
  const { mruBytes } = resources;
  if (passmark.state === 'unavailable') {
    return cannotTell(passmark);
  }
  if (mruBytes.state === 'unavailable') {
    return cannotTell(mruBytes);
  }
  const needed = new Decimal(mruBytes.value).times(PASSMARK_PER_GIB).div(GIB_BYTES).ceil();
  return {
    state: needed.lte(passmark.value) ? 'pass' : 'warn',
    measured: message('hardware:core.passMarkMeasured', { passmark: passmark.value }),
    requirement: message('hardware:core.passMarkMinimumOf', {
      needed: toPlain(needed),
      memory: gibText(mruBytes.value),
    }),
  };
}

/** At least 2 GiB of memory usable by the system, as the chain requires. */
export function checkMemory(facts: EligibilityFacts): Finding {
  const { mruBytes } = facts.resources;
  return { state: requiredState(facts, mruBytes, CHAIN_MINIMUM.mruBytes), measured: amountText(mruBytes, gibText) };
}

/**
 * 16 GB, and 8 GB a thread. What is installed counts here: the system always sees a little less than the modules hold.
 */
export function checkMemoryPlan({ resources, installedMemoryBytes }: EligibilityFacts): Finding {
  const { cru, mruBytes } = resources;
  if (mruBytes.state === 'unavailable') {
    return cannotTell(mruBytes);
  }
  if (cru.state === 'unavailable') {
    return cannotTell(cru);
  }
  const installed = installedMemoryBytes.state === 'known' ? installedMemoryBytes.value : mruBytes.value;
  const wanted = Math.max(PLAN_MEMORY_BYTES, cru.value * MEMORY_PER_THREAD_BYTES);
  return {
    state: Math.max(installed, mruBytes.value) >= wanted ? 'pass' : 'warn',
    measured:
      installedMemoryBytes.state === 'known' && installed !== mruBytes.value
        ? message('hardware:core.memoryInstalledUsable', {
            installed: gibText(installed),
            usable: gibText(mruBytes.value),
          })
        : gibText(mruBytes.value),
    requirement: message('hardware:core.memoryGridV4MinimumOf', {
      wanted: gibText(wanted),
    }),
  };
}

/** At least 100 GiB or the node cannot register; below the manual's 500 GB only a warning. */
export function checkSsd(facts: EligibilityFacts): Finding {
  const { resources } = facts;
  const measured = amountText(resources.sruBytes, diskText);
  const registers = requiredState(facts, resources.sruBytes, CHAIN_MINIMUM.sruBytes);
  if (registers !== 'pass') {
    return { state: registers, measured };
  }
  return { state: reaches(resources.sruBytes, MANUAL_SSD_BYTES) === true ? 'pass' : 'warn', measured };
}

/** 1 TB, 100 GB a thread, and enough that SSD does not bound the CU. */
export function checkSsdPlan({ resources }: EligibilityFacts): Finding {
  const known = knownResources(resources);
  if (known === null) {
    return { state: 'unknown', measured: firstMissing(resources) };
  }
  const { terms } = computeCapacity(known, 'v3');
  const payable = Decimal.min(terms.cores, terms.memory).times(50).times(GIB_BYTES);
  const wanted = Decimal.max(PLAN_SSD_BYTES, known.cru * SSD_PER_THREAD_BYTES, payable)
    .ceil()
    .toNumber();
  return {
    state: known.sruBytes >= wanted ? 'pass' : 'warn',
    measured: diskText(known.sruBytes),
    requirement: message('hardware:core.ssdGridV4MinimumOf', {
      wanted: diskText(wanted),
    }),
  };
}

function firstMissing(resources: EligibilityFacts['resources']): Message {
  const missing = [resources.cru, resources.mruBytes, resources.sruBytes, resources.hruBytes].find(
    (amount) => amount.state === 'unavailable',
  );
  return missing?.state === 'unavailable' ? cannotTellText(missing.because) : message('hardware:core.cannotTell');
}

/** HDD has no minimum; the line shows what it adds. */
export function checkHdd({ resources }: EligibilityFacts): Finding {
  const { hruBytes } = resources;
  if (hruBytes.state === 'unavailable') {
    return { state: 'unknown', measured: amountText(hruBytes, diskText) };
  }
  const units = new Decimal(hruBytes.value).div(GIB_BYTES).div(HDD_GIB_PER_SU);
  const adds: Text =
    hruBytes.value === 0
      ? message('hardware:core.none')
      : message('hardware:core.diskAddsSu', { disk: diskText(hruBytes.value), units: toPlain(floorTo(units, 2)) });
  return { state: 'pass', measured: adds };
}

/** What a container shows is its own share and not the machine, so it settles nothing. */
function requiredState(
  { virtualisation }: EligibilityFacts,
  amount: Amount,
  minimum: number,
): 'pass' | 'fail' | 'unknown' {
  const isContainer = virtualisation.state === 'known' && virtualisation.value.inContainer;
  const enough = isContainer ? null : reaches(amount, minimum);
  return enough === null ? 'unknown' : enough ? 'pass' : 'fail';
}
