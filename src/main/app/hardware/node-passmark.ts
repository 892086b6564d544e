import { estimatePassmarkByName } from '#shared/domain/slices/cpu-marks.ts';
import type { Fact, HardwareReading, Unavailable } from '#shared/contract/hardware/hardware-reading.ts';
import type { PassmarkFact, SlicePlan } from '#shared/contract/slices/slices.ts';

/** PassMark scores are published by processor name and cannot be read from a machine. */
export const NO_PASSMARK: Unavailable = {
  state: 'unavailable',
  code: 'not-on-this-system',
  because: 'A machine does not report its PassMark.',
};

const SOURCES = {
  given: 'given by the farmer',
  table: 'by the name of the processor',
  measured: 'measured on this machine',
} as const satisfies Record<PassmarkFact['basis'], string>;

/**
 * The PassMark score entered by the farmer, otherwise the one for the processor's name. Slices, offers and the
 * checklist all use it.
 * @param plan how the node is divided into slices
 * @param reading the latest of the node
 */
export function passmarkOf(plan: SlicePlan | undefined, reading: HardwareReading | undefined): PassmarkFact | null {
  if (plan !== undefined && plan.passmark !== null) {
    return plan.passmark;
  }
  const cpu = reading?.parts.cpu;
  return cpu?.state === 'known' ? estimatePassmarkByName(cpu.value.brand, cpu.value.sockets) : null;
}

/** A PassMark score as a fact of the checklist: with its origin, or the reason why there is none. */
export function passmarkToFact(passmark: PassmarkFact | null): Fact<number> {
  return passmark === null ? NO_PASSMARK : { state: 'known', value: passmark.value, source: SOURCES[passmark.basis] };
}
