import type { Command } from 'commander';
import type { AreaClient } from '#main/app/areas.ts';
import {
  DEFAULT_SLICE_DEFINITION,
  SLICE_DEFINITION_IDS,
  type SliceDefinitionId,
} from '#shared/domain/slices/definitions.ts';
import { oneOf, size, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '../session.ts';
import { renderPairs, type Style } from '../style.ts';

interface SlicesOptions {
  readonly cores: number;
  readonly mem: number;
  readonly ssd: number;
  readonly passmark?: number;
  readonly definition: SliceDefinitionId;
  readonly maxSlices?: number;
  readonly model?: string;
  readonly gpus: number;
  readonly bandwidth?: number;
}

/** At most two places, for people; JSON keeps them all. */
function short(decimal: string): string {
  const [units = '0', fraction = ''] = decimal.split('.');
  return fraction.length <= 2 ? decimal : `${units}.${fraction.slice(0, 2)}…`;
}

function addOptions(command: Command): Command {
  return command
    .requiredOption('--cores <count>', 'logical cores', whole('--cores'))
    .requiredOption('--mem <size>', 'memory', size('--mem'))
    .requiredOption('--ssd <size>', 'SSD', size('--ssd'))
    .option('--passmark <points>', 'CPU Mark of the whole node', whole('--passmark'))
    .option(
      '--definition <id>',
      SLICE_DEFINITION_IDS.join(', '),
      oneOf('--definition', SLICE_DEFINITION_IDS),
      DEFAULT_SLICE_DEFINITION,
    )
    .option('--model <name>', 'a published machine, for its most slices and its own price band')
    .option('--max-slices <count>', 'the most slices the machine is sold with', whole('--max-slices'))
    .option('--gpus <count>', 'accelerators', whole('--gpus'), 0)
    .option('--bandwidth <mbit>', 'bandwidth in Mbit/s', whole('--bandwidth'));
}

type Packing = Awaited<ReturnType<AreaClient<'slices'>['compute']>>;

function toJson({ perSlice, unused, reserve, ...packing }: Packing) {
  return {
    definition: packing.definition,
    count: packing.count,
    per_slice: {
      cores: perSlice.cores,
      memory_gib: perSlice.memoryGib,
      ssd_gib: perSlice.ssdGib,
      passmark: perSlice.passmark,
    },
    price_month: packing.priceMonth,
    price_hour: packing.priceHour,
    income_month: packing.incomeMonth,
    unused: { cores: unused.cores, memory_gib: unused.memoryGib, ssd_gib: unused.ssdGib },
    reserve: { memory_gib: reserve.memoryGib, ssd_gib: reserve.ssdGib },
    binding: packing.binding,
    bounds: packing.bounds,
  };
}

function amounts({ cores, memoryGib, ssdGib }: Packing['perSlice']): string {
  return `${short(cores)} cores, ${short(memoryGib)} GiB, ${short(ssdGib)} GiB SSD`;
}

function renderPacking(style: Style, packing: Packing): string {
  const { perSlice, priceMonth, priceHour, incomeMonth, reserve } = packing;
  return renderPairs(style, [
    ['Slices', `${style.strong(String(packing.count))}  ${style.quiet(`bound by ${packing.binding}`)}`],
    ['Each', `${amounts(perSlice)}, PassMark ${short(perSlice.passmark)}`],
    ['Price a month', `${priceMonth.min} to ${priceMonth.max} USD`],
    ['Price an hour', `${priceHour.min} to ${priceHour.max} USD`],
    ['Income a month', `${incomeMonth.min} to ${incomeMonth.max} USD`],
    ['Unused', amounts(packing.unused)],
    ['Kept by the host', `${short(reserve.memoryGib)} GiB, ${short(reserve.ssdGib)} GiB SSD`],
    ['Definition', packing.definition],
  ]);
}

/** `farmer slices`: a node cut into slices, with the platform's price band. */
export function define(command: Command, session: CliSession): void {
  addOptions(command).action(async (options: SlicesOptions) => {
    const area = await session.open('slices');
    const packing = await area.compute({
      definition: options.definition,
      node: {
        cores: options.cores,
        memoryBytes: options.mem,
        ssdBytes: options.ssd,
        passmark: options.passmark ?? null,
        gpus: options.gpus,
        bandwidthMbit: options.bandwidth ?? null,
      },
      model: options.model ?? null,
      maxSlices: options.maxSlices ?? null,
    });
    session.print(toJson(packing), () => renderPacking(session.style, packing));
  });
}
