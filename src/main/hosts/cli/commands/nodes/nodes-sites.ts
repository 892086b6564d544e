import type { Command } from 'commander';
import type { Site } from '#shared/contract/nodes/sites.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { numberText, UNIT_PRICE } from '#shared/number-text.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { decimal } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { orNone } from './nodes-set.ts';

interface SiteOptions {
  readonly tariff?: DecimalString | null;
  readonly currency?: string;
  readonly rate?: DecimalString | null;
  readonly timeZone?: string | null;
  readonly rename?: string;
}

function priceOf({ electricityPerKwh, currency, electricityUsdPerKwh }: Site): string {
  if (electricityPerKwh === null) return '';
  const price = `${numberText(electricityPerKwh, 'en', UNIT_PRICE)} ${currency}`;
  return electricityUsdPerKwh === null ? `${price}, needs --rate` : price;
}

function renderSites(style: Style, sites: readonly Site[]): string {
  if (sites.length === 0) {
    return 'No sites yet. "farmer nodes set ID --site NAME" puts a node at one.';
  }
  const columns = ['Site', right('Nodes'), right('Price of a kWh'), 'Time zone'];
  return renderTable(
    style,
    columns,
    sites.map((site) => [site.name, String(site.nodeCount), priceOf(site), site.timeZone ?? '']),
  );
}

function print(session: CliSession, sites: readonly Site[]): void {
  const named = sites.map(({ nodeCount, ...site }) => ({ ...site, nodes: nodeCount }));
  session.print(toSnakeCase({ sites: named }), () => renderSites(session.style, sites));
}

/** `farmer nodes sites`: the sites of nodes, with the terms that apply to every node there. */
export function defineSites(command: Command, session: CliSession): void {
  const area = () => session.calls.nodes.sites;
  const sites = command
    .command('sites')
    .description('the sites of the nodes: their time zone, and the price of electricity')
    .action(async () => print(session, (await area().list()).sites));
  sites
    .command('set')
    .description('set what is used for every node at a site that has no value of its own')
    .argument('<name>', 'the site')
    .option('--tariff <price>', 'price of a kilowatt-hour, in the currency', orNone(decimal('--tariff')))
    .option('--currency <code>', 'the currency of that price, like EUR')
    .option('--rate <units>', 'units of that currency for one USD', orNone(decimal('--rate', { isAboveZero: true })))
    .option(
      '--time-zone <zone>',
      'an IANA time zone',
      orNone((text) => text),
    )
    .option('--rename <name>', 'another name')
    .action(async (name: string, { tariff, currency, rate, timeZone, rename }: SiteOptions) => {
      const entered = { electricityPerKwh: tariff, currency, unitsPerUsd: rate, timeZone };
      print(session, (await area().set({ name, newName: rename, ...entered })).sites);
    });
  sites
    .command('remove')
    .description('forget a site; its nodes stay')
    .argument('<name>', 'the site')
    .action(async (name: string) => print(session, (await area().remove({ name })).sites));
}
