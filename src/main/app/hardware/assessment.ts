import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { checkEligibility } from '#shared/domain/hardware/eligibility.ts';
import type {
  ContactFacts,
  EligibilityFacts,
  OtherFacts,
  UptimeFacts,
} from '#shared/domain/hardware/eligibility/facts.ts';
import type { Fact, Unavailable } from '#shared/contract/hardware/hardware-reading.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { certainResources, knownResources, resourcesWithGaps } from '#shared/domain/hardware/reading-resources.ts';
import { computeReward } from '#shared/domain/earnings/rewards.ts';
import type { RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import type { Assessment } from '#shared/contract/hardware/eligibility.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { NO_PASSMARK } from './node-passmark.ts';

/** The facts besides the hardware when stored data is not used. */
export function factsWithoutRecords(terms: RewardTerms, because: string): OtherFacts {
  const notLooked: Unavailable = { state: 'unavailable', code: 'hidden', because };
  return { certification: terms.certification, passmark: NO_PASSMARK, uptime: notLooked, contact: notLooked };
}

/** The stored facts of a node besides its hardware. */
export interface StoredFacts {
  readonly settings: Settings;
  readonly uptime: Fact<UptimeFacts>;
  readonly passmark: Fact<number>;
}

/** The facts besides the hardware, from the settings, the node's record and its slices. */
export function factsFromFarm(terms: RewardTerms, { settings, uptime, passmark }: StoredFacts): OtherFacts {
  const contact: Fact<ContactFacts> = {
    state: 'known',
    value: { hasEmail: settings.contact.email !== '', hasPhone: settings.contact.phone !== '' },
    source: 'settings',
  };
  return { certification: terms.certification, passmark, uptime, contact };
}

function listUnavailable({ resources, virtualisation }: EligibilityFacts): Assessment['unavailable'] {
  const parts = [
    ['cru', resources.cru],
    ['mru', resources.mruBytes],
    ['sru', resources.sruBytes],
    ['hru', resources.hruBytes],
    ['virtual', virtualisation],
  ] as const;
  return parts.flatMap(([what, fact]) => (fact.state === 'unavailable' ? [{ what, because: fact.because }] : []));
}

/**
 * Everything that follows from the facts about a machine: units, verdict, and the reward of a complete period. Units
 * and reward are null while a resource is unknown, because a guess must not be shown as a fact.
 */
export function assess(facts: EligibilityFacts, terms: RewardTerms, takenAtMs: number | null): Assessment {
  const { resources, virtualisation } = facts;
  const known = knownResources(resources);
  const isVirtual = virtualisation.state === 'known' ? virtualisation.value.isVirtual : null;
  return {
    takenAtMs,
    machine: { ...resourcesWithGaps(resources), isVirtual },
    unavailable: listUnavailable(facts),
    capacity: known === null ? null : computeCapacity(known, 'v3'),
    capacityAtLeast: computeCapacity(certainResources(resources), 'v3'),
    eligibility: checkEligibility(facts),
    reward:
      known === null
        ? null
        : computeReward({
            ...terms,
            resources: known,
            nuMillionths: 0n,
            ipv4Seconds: 0,
            uptimeSeconds: PERIOD_LENGTH_S,
            isVirtual: isVirtual ?? false,
            violation: null,
          }),
  };
}
