import type { Command } from 'commander';
import { type Decimal, toPlain } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import { decimal, parseWhole, size, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

interface SetOptions {
  readonly wattsIdle?: Decimal;
  readonly wattsLoaded?: Decimal;
  readonly tariff?: Decimal;
  readonly pricePaid?: Decimal;
  readonly site?: string;
  readonly name?: string;
  readonly cru?: number;
  readonly mru?: number;
  readonly sru?: number;
  readonly hru?: number;
}

const plain = (value: Decimal | undefined) => (value === undefined ? undefined : toPlain(value));

function patchOf({ wattsIdle, wattsLoaded, tariff, pricePaid, site, name, cru, mru, sru, hru }: SetOptions) {
  const resources = { cru, mruBytes: mru, sruBytes: sru, hruBytes: hru };
  return {
    name,
    site,
    costs: {
      wattsIdle: plain(wattsIdle),
      wattsLoaded: plain(wattsLoaded),
      electricityUsdPerKwh: plain(tariff),
      hardwareCostUsd: plain(pricePaid),
    },
    resources: Object.values(resources).every((value) => value === undefined) ? undefined : resources,
  };
}

async function set(session: CliSession, texts: readonly string[], options: SetOptions): Promise<void> {
  if (Object.keys(options).length === 0) {
    throw invalidInput(message('cli:core.nothingToSet'), message('cli:core.giveNodeOption'));
  }
  const ids = texts.map((text) => parseWhole(text, 'the node number', undefined, 1));
  if (options.name !== undefined && ids.length > 1) {
    throw invalidInput(message('cli:core.oneNameOneNode'), message('cli:core.giveOneNode'), { field: '--name' });
  }
  const { updated } = await session.calls.nodes.updateAll({ ids, patch: patchOf(options) });
  session.print({ updated }, () => `Changed node ${updated.join(', ')}.`);
}

/** `farmer nodes set`: what nodes draw, cost and are, of one or of several at once. */
export function defineSet(command: Command, session: CliSession): void {
  command
    .command('set')
    .description('change what nodes draw, cost and are: all of them or none')
    .argument('<node...>', 'their numbers')
    .option('--watts-idle <W>', 'drawn when idle', decimal('--watts-idle'))
    .option('--watts-loaded <W>', 'drawn when all is used', decimal('--watts-loaded'))
    .option('--tariff <USD>', 'price of a kilowatt-hour there', decimal('--tariff'))
    .option('--price-paid <USD>', 'price of the machine', decimal('--price-paid'))
    .option('--site <name>', 'what you call the place where it stands')
    .option('--name <name>', 'another name, of one node')
    .option('--cru <count>', 'logical cores, of a planned machine', whole('--cru', MAX_CRU))
    .option('--mru <size>', 'memory', size('--mru'))
    .option('--sru <size>', 'SSD', size('--sru'))
    .option('--hru <size>', 'HDD', size('--hru'))
    .action((texts: readonly string[], options: SetOptions) => set(session, texts, options));
}
