import type { Command } from 'commander';
import type { AppCalls } from '#main/app/router.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import {
  DEFAULT_SLICE_DEFINITION,
  MAX_BANDWIDTH_MBIT,
  MAX_GPUS,
  MAX_PASSMARK,
  SLICE_DEFINITION_IDS,
  type SliceDefinitionId,
} from '#shared/domain/slices/constants.ts';
import { type SliceDefinition, sliceDefinition } from '#shared/domain/slices/definitions.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { oneOf, size, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { moneyText, numberText, PRICE_BOUND } from '#shared/number-text.ts';
import { betweenText, shortText } from '#main/hosts/cli/text/amounts.ts';
import { renderPairs, type Style } from '#main/hosts/cli/style.ts';

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

function addOptions(command: Command): Command {
  return command
    .requiredOption('--cores <count>', 'logical cores', whole('--cores', MAX_CRU))
    .requiredOption('--mem <size>', 'memory', size('--mem'))
    .requiredOption('--ssd <size>', 'SSD', size('--ssd'))
    .option('--passmark <points>', 'CPU Mark of the whole node', whole('--passmark', MAX_PASSMARK))
    .option(
      '--definition <id>',
      SLICE_DEFINITION_IDS.join(', '),
      oneOf('--definition', SLICE_DEFINITION_IDS),
      DEFAULT_SLICE_DEFINITION,
    )
    .option('--model <name>', 'a published machine, for its most slices and its own price band')
    .option('--max-slices <count>', 'the most slices the machine is sold with', whole('--max-slices'))
    .option('--gpus <count>', 'accelerators', whole('--gpus', MAX_GPUS), 0)
    .option('--bandwidth <mbit>', 'bandwidth in Mbit/s', whole('--bandwidth', MAX_BANDWIDTH_MBIT));
}

type Packing = Awaited<ReturnType<AppCalls['slices']['compute']>>;

/** The need of one slice, by the resource that may be too small for it. */
const NEEDS: Readonly<Record<string, (least: SliceDefinition['least']) => string>> = {
  cores: (least) => `${least.cores} virtual cores`,
  memory: (least) => `${least.memoryGib} GiB of memory beside what the host keeps`,
  ssd: (least) => `${shortText(least.ssdGib)} GiB of SSD`,
  passmark: (least) => `a PassMark of ${least.passmark}`,
  bandwidth: (least) => `${least.bandwidthMbit} Mbit/s`,
};

/** Why not even one slice fits, or null if one does. */
function findNote({ count, definition, bounds }: Packing): string | null {
  if (count > 0) return null;
  const { least } = sliceDefinition(definition);
  const lacking = bounds.filter((bound) => bound.count === 0).flatMap(({ resource }) => NEEDS[resource]?.(least) ?? []);
  return lacking.length === 0
    ? 'No slice: the most slices to sell are 0.'
    : `No slice: each of ${definition} needs ${lacking.join(' and ')}.`;
}

const JSON_NAMES = {
  'unused.passmark': null,
  'reserve.passmark': null,
  'reserve.cores': null,
} as const;

const price = (usd: string) => numberText(usd, 'en', PRICE_BOUND);

function formatAmounts({ cores, memoryGib, ssdGib }: Packing['perSlice']): string {
  return `${shortText(cores)} cores, ${shortText(memoryGib)} GiB, ${shortText(ssdGib)} GiB SSD`;
}

function renderPacking(style: Style, packing: Packing): string {
  const { perSlice, priceMonth, priceHour, incomeMonth, reserve } = packing;
  const note = findNote(packing);
  return renderPairs(style, [
    ['Slices', `${style.strong(String(packing.count))}  ${style.quiet(`bound by ${packing.binding}`)}`],
    ['Each', `${formatAmounts(perSlice)}, PassMark ${shortText(perSlice.passmark)}`],
    ['Price a month', `${betweenText(price(priceMonth.min), price(priceMonth.max))} USD`],
    ['Price an hour', `${betweenText(price(priceHour.min), price(priceHour.max))} USD`],
    ['Income a month', `${betweenText(moneyText(incomeMonth.min), moneyText(incomeMonth.max))} USD`],
    ['Unused', formatAmounts(packing.unused)],
    ['Kept by the host', `${shortText(reserve.memoryGib)} GiB, ${shortText(reserve.ssdGib)} GiB SSD`],
    ['Definition', packing.definition],
    note === null ? null : ['Note', style.warning(note)],
  ]);
}

/** `farmer slices`: a node cut into slices, with the platform's price band. */
export function define(command: Command, session: CliSession): void {
  addOptions(command).action(async (options: SlicesOptions) => {
    const packing = await session.calls.slices.compute({
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
    if (packing.count === 0 && packing.bounds.some(({ resource, count }) => resource === 'passmark' && count === 0)) {
      session.hint('Give the CPU Mark of the whole node, like --passmark 22000, or cut by mycelium, which needs none.');
    }
    session.print(toSnakeCase({ ...packing, note: findNote(packing) }, JSON_NAMES), () =>
      renderPacking(session.style, packing),
    );
  });
}
