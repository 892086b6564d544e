import type { Fact, Gpu } from '#shared/contract/hardware/hardware-reading.ts';
import { known, type Probe } from './probe.ts';
import { asRecord, asRecords, cleanText, positiveWhole } from './sanitise.ts';

const MIB_BYTES = 2 ** 20;
/** 16 TiB in MiB: more than any graphics card. */
const MAX_VRAM_MIB = 2 ** 24;

/**
 * Graphics processors. systeminformation reports their memory in MiB; shared memory of integrated graphics is not
 * counted.
 */
export async function readGpus(probe: Probe): Promise<Fact<readonly Gpu[]>> {
  const answer = await probe.ask('graphics');
  if (answer.state === 'unavailable') {
    return answer;
  }
  const gpus = asRecords(asRecord(answer.value).controllers).flatMap((controller): readonly Gpu[] => {
    const model = cleanText(controller.name) || cleanText(controller.model);
    const vramMib =
      controller.vramDynamic === true
        ? null
        : (positiveWhole(controller.memoryTotal, MAX_VRAM_MIB) ?? positiveWhole(controller.vram, MAX_VRAM_MIB));
    return model === ''
      ? []
      : [{ vendor: cleanText(controller.vendor), model, memoryBytes: vramMib === null ? null : vramMib * MIB_BYTES }];
  });
  return known(gpus, answer.source);
}
