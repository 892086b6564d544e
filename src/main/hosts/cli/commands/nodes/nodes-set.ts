import { type Command, InvalidArgumentError } from 'commander';
import { isTimeZone } from '#shared/domain/earnings/zone-offsets.ts';
import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import {
  addResourceOptions,
  CONNECTION_PRICE_OPTION,
  decimal,
  oneOf,
  parseWhole,
  POLICY_OPTION,
  type ResourceOptions,
  whole,
} from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

interface SetOptions extends Partial<ResourceOptions> {
  readonly wattsIdle?: DecimalString | null;
  readonly wattsLoaded?: DecimalString | null;
  readonly tariff?: DecimalString | null;
  readonly pricePaid?: DecimalString | null;
  readonly boughtOn?: string | null;
  readonly site?: string | null;
  readonly label?: readonly string[];
  readonly unlabel?: readonly string[];
  readonly country?: string | null;
  readonly city?: string | null;
  readonly timeZone?: string | null;
  readonly certification?: FarmNode['certification'];
  readonly policy?: number;
  readonly connectionPrice?: number;
  readonly gridNode?: number | null;
  readonly name?: string;
}

/** The value that clears a field. */
const NONE = 'none';

/** Parses "none" as null, which clears the field, and anything else with the given parser. */
export function orNone<T>(parse: (text: string) => T) {
  return (text: string): T | null => (text === NONE ? null : parse(text));
}

const asText = (text: string) => text;

function asTimeZone(text: string): string {
  if (!isTimeZone(text)) {
    throw new InvalidArgumentError('--time-zone takes a zone like Europe/Brussels or +01:00.');
  }
  return text;
}

function patchOf(options: SetOptions) {
  const { cru, mru, sru, hru } = options;
  const resources = { cru, mruBytes: mru, sruBytes: sru, hruBytes: hru };
  return {
    name: options.name,
    site: options.site,
    addLabels: options.label,
    removeLabels: options.unlabel,
    certification: options.certification,
    farmingPolicyId: options.policy,
    connectionPriceMusd: options.connectionPrice,
    location: { country: options.country, city: options.city, zone: options.timeZone },
    grid: { nodeId: options.gridNode },
    costs: {
      wattsIdle: options.wattsIdle,
      wattsLoaded: options.wattsLoaded,
      electricityUsdPerKwh: options.tariff,
      hardwareCostUsd: options.pricePaid,
      boughtOn: options.boughtOn,
    },
    resources: Object.values(resources).every((value) => value === undefined) ? undefined : resources,
  };
}

async function set(session: CliSession, texts: readonly string[], options: SetOptions): Promise<void> {
  if (Object.keys(options).length === 0) {
    throw invalidInput(message('cli:core.nothingToSet'), message('cli:core.giveNodeOption'));
  }
  const ids = texts.map((text) => parseWhole(text, 'the node number', undefined, 1));
  const isOfOne = options.name !== undefined || typeof options.gridNode === 'number';
  if (isOfOne && ids.length > 1) {
    throw invalidInput(message('cli:core.oneNameOneNode'), message('cli:core.giveOneNode'), { field: '--name' });
  }
  const { updated } = await session.calls.nodes.updateAll({ ids, patch: patchOf(options) });
  session.print({ updated }, () => `Changed node ${updated.join(', ')}.`);
}

/** `farmer nodes set`: what nodes draw, cost and are, of one or of several at once. */
export function defineSet(command: Command, session: CliSession): void {
  const setNodes = command
    .command('set')
    .description('change the power, costs and details of nodes, all of them or none; "none" clears a value')
    .argument('<node...>', 'their numbers in Farmer')
    .option('--watts-idle <W>', 'watts when idle', orNone(decimal('--watts-idle')))
    .option('--watts-loaded <W>', 'watts under load', orNone(decimal('--watts-loaded')))
    .option('--tariff <USD>', 'price of a kilowatt-hour there', orNone(decimal('--tariff')))
    .option('--price-paid <USD>', 'price of the machine', orNone(decimal('--price-paid')))
    .option('--bought-on <day>', 'when it was bought, like 2026-01-31', orNone(asText))
    .option('--site <name>', 'your name for the place', orNone(asText))
    .option('--label <word...>', 'labels to add')
    .option('--unlabel <word...>', 'labels to remove')
    .option('--country <name>', 'where it is', orNone(asText))
    .option('--city <name>', 'where it is', orNone(asText))
    .option('--time-zone <zone>', 'an IANA time zone, like Europe/Brussels', orNone(asTimeZone))
    .option('--certification <kind>', 'diy or certified', oneOf('--certification', CERTIFICATIONS))
    .option(...POLICY_OPTION)
    .option(...CONNECTION_PRICE_OPTION)
    .option('--grid-node <number>', 'its number on the grid', orNone(whole('--grid-node', undefined, 1)))
    .option('--name <name>', 'another name, of one node');
  addResourceOptions(setNodes, false, 'logical cores, if no reading has them').action(
    (texts: readonly string[], options: SetOptions) => set(session, texts, options),
  );
}
